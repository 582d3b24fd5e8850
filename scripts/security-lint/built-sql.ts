import { type Node, nameOf, type Rule } from './rule.ts';
import { createStaticText } from './static-text.ts';

const message = 'The text of this statement is put together from values: pass them as parameters, or escape an identifier.';

/** Refuses a statement whose text is put together from values. Constants, and what pg's own functions have escaped, may stand in it. */
export const builtSql: Rule = {
  create(context) {
    const { visitor, isBuilt } = createStaticText();
    return {
      ...visitor,
      CallExpression: (node) => {
        const { callee } = node;
        const isRaw = callee?.type === 'MemberExpression' && nameOf(callee.object) === 'sql' && nameOf(callee.property) === 'raw';
        const isQuery = nameOf(callee) === 'sql' || (callee?.type === 'MemberExpression' && nameOf(callee.property) === 'query');
        if ((isRaw || isQuery) && isBuilt(findText(node))) context.report({ node, message });
      },
    };
  },
};

/** Of `query(text)` and of `query({ text })`. What another function returns is that one's to answer for. */
function findText({ arguments: [first] = [] }: Node): Node | undefined {
  if (first?.type === 'CallExpression') return undefined;
  if (first?.type !== 'ObjectExpression') return first;
  return first.properties?.find((property) => nameOf(property.key) === 'text')?.value as Node | undefined;
}
