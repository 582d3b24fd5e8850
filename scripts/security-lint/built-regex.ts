import { type Node, nameOf, type Rule } from './rule.ts';
import { createStaticText } from './static-text.ts';

const message = 'This pattern is put together while the program runs: what a person wrote must not become part of one. Say here why it does not.';

/**
 * Refuses a regular expression made from what is no constant. (`detect-non-literal-regexp` of eslint-plugin-security refuses
 * patterns put together from constants, too.)
 */
export const builtRegex: Rule = {
  create(context) {
    const { visitor, isBuilt } = createStaticText();
    const check = (node: Node) => {
      const [pattern] = node.arguments ?? [];
      const isUnknown = pattern?.type === 'Identifier' || pattern?.type === 'MemberExpression';
      if (nameOf(node.callee) === 'RegExp' && (isBuilt(pattern) || isUnknown)) context.report({ node, message });
    };
    return { ...visitor, NewExpression: check, CallExpression: check };
  },
};
