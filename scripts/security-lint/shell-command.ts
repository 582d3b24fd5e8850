import { calledName, type Node, nameOf, type Rule } from './rule.ts';

/**
 * Refuses commands that a shell reads: its first argument is a text in which a value can end one command and begin another.
 * `execFile` and `spawn` take the arguments one by one.
 */
export const shellCommand: Rule = {
  create(context) {
    const shells = new Set<string>();
    const modules = new Set<string>();
    const isFrom = (node: Node): boolean => ['node:child_process', 'child_process'].includes(String((node as { source?: Node }).source?.value));
    return {
      ImportDeclaration: (node) => {
        if (!isFrom(node)) return;
        for (const specifier of (node as { specifiers?: (Node & { imported?: Node })[] }).specifiers ?? []) {
          const local = nameOf(specifier.local) ?? '';
          if (specifier.type !== 'ImportSpecifier') modules.add(local);
          else if (['exec', 'execSync'].includes(nameOf(specifier.imported) ?? '')) shells.add(local);
        }
      },
      CallExpression: (node) => {
        const { callee } = node;
        const isMember = callee?.type === 'MemberExpression' && modules.has(nameOf(callee.object) ?? '') && /^exec(Sync)?$/.test(calledName(node) ?? '');
        const isNamed = callee?.type === 'Identifier' && shells.has(callee.name ?? '');
        if (isMember || isNamed) context.report({ node, message: 'A shell reads this command: use execFile or spawn, whose arguments stay arguments.' });
      },
      Property: (node) => {
        const value = node.value as Node | undefined;
        if (nameOf(node.key) !== 'shell' || (value?.type === 'Literal' && value.value === false)) return;
        context.report({ node, message: 'With a shell, an argument can end the command and begin another: leave it out.' });
      },
    };
  },
};
