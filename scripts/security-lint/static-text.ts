import { calledName, type Node, nameOf } from './rule.ts';

/** Functions of pg that make a value safe to stand in the text of a statement. */
const escapes = new Set(['escapeIdentifier', 'escapeLiteral']);

/** Tells texts that stand in the program from texts that are put together while it runs. */
export interface StaticText {
  /** To be handed every import and every declaration of the file, in their order. */
  readonly visitor: Record<'ImportSpecifier' | 'VariableDeclarator', (node: Node) => void>;
  /** Is a text put together from what is no constant? A name that is not declared in this file is given the benefit of the doubt. */
  isBuilt(node: Node | null | undefined): boolean;
}

/** For one file. What it imports counts as constant. */
export function createStaticText(): StaticText {
  const constants = new Set(['Object', 'String']);
  const built = new Set<string>();

  const isStatic = (node: Node | undefined | null): boolean => {
    switch (node?.type) {
      case 'Literal':
        return true;
      case 'Identifier':
        return constants.has(node.name ?? '');
      case 'TemplateLiteral':
        return (node.expressions ?? []).every(isStatic);
      case 'TaggedTemplateExpression':
        return isStatic(node.tag) && isStatic(node.quasi);
      case 'BinaryExpression':
        return isStatic(node.left) && isStatic(node.right);
      case 'ConditionalExpression':
        return isStatic(node.consequent) && isStatic(node.alternate);
      case 'ArrayExpression':
        return (node.elements ?? []).every(isStatic);
      case 'ObjectExpression':
        return (node.properties ?? []).every((property) => isStatic(property.value as Node | undefined));
      case 'MemberExpression':
        return isStatic(node.object);
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
        return isStatic(node.expression);
      case 'CallExpression':
        return escapes.has(calledName(node) ?? '') || (isStatic(node.callee?.object) && (node.arguments ?? []).every(isStatic));
      default:
        return false;
    }
  };

  const isBuilt = (node: Node | undefined | null): boolean => {
    switch (node?.type) {
      case 'Identifier':
        return built.has(node.name ?? '');
      case 'TemplateLiteral':
      case 'TaggedTemplateExpression':
      case 'CallExpression':
        return !isStatic(node);
      case 'BinaryExpression':
        return node.operator === '+' && !isStatic(node);
      default:
        return false;
    }
  };

  return {
    visitor: {
      ImportSpecifier: (node) => void constants.add(nameOf(node.local) ?? ''),
      VariableDeclarator: (node) => {
        const name = nameOf(node.id);
        if (name && isStatic(node.init)) constants.add(name);
        else if (name && node.init?.type !== 'CallExpression' && isBuilt(node.init)) built.add(name);
      },
    },
    isBuilt,
  };
}
