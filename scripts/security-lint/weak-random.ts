import { calledName, type Node, nameOf, type Rule } from './rule.ts';

/** Refuses what looks random or one-way and is not: `Math.random`, MD5 and SHA-1. */
export const weakRandom: Rule = {
  create: (context) => ({
    MemberExpression: (node) => {
      if (nameOf(node.object) !== 'Math' || nameOf(node.property) !== 'random') return;
      context.report({ node, message: 'Math.random can be foretold: use node:crypto for whatever must not be guessed, or say here why it may be.' });
    },
    CallExpression: (node) => {
      const [first] = node.arguments ?? [];
      if (!/^createH(ash|mac)$/.test(calledName(node) ?? '') || !isWeak(first)) return;
      context.report({ node, message: 'MD5 and SHA-1 are broken: use sha256.' });
    },
  }),
};

const isWeak = (node: Node | undefined) => node?.type === 'Literal' && /^(md4|md5|sha-?1|ripemd160)$/i.test(String(node.value));
