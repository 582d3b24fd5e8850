import { analyse } from 'scslre';
import type { Rule } from './rule.ts';

/**
 * Refuses regular expressions for which a short text exists that takes them exponentially long: one message would stop the
 * process. (`detect-unsafe-regex` of eslint-plugin-security counts stars instead and refuses `/^\d+(\.\d+)?$/`.)
 */
export const slowRegex: Rule = {
  create: (context) => ({
    Literal: (node) => {
      if (!node.regex) return;
      const { pattern, flags } = node.regex;
      const slow = analyse({ source: pattern, flags }).reports.find((report) => report.exponential);
      if (slow) context.report({ node, message: `A text of many ${slow.character.literal.source} takes this exponentially long.` });
    },
  }),
};
