import { type Node, nameOf, type Rule } from './rule.ts';

const message = 'Without this check anybody in between can read and change what is said: trust the certificate by its authority (ca) instead.';

/** Refuses connections that do not check whom they talk to. */
export const uncheckedTls: Rule = {
  create: (context) => ({
    Property: (node) => {
      const value = node.value as Node | undefined;
      const name = nameOf(node.key);
      const isOff = name === 'rejectUnauthorized' && !(value?.type === 'Literal' && value.value === true);
      if (isOff || name === 'checkServerIdentity' || name === 'insecureHTTPParser' || name === 'NODE_TLS_REJECT_UNAUTHORIZED') {
        context.report({ node, message });
      }
    },
    AssignmentExpression: (node) => {
      const name = node.left?.type === 'MemberExpression' ? nameOf(node.left.property) : undefined;
      if (name === 'NODE_TLS_REJECT_UNAUTHORIZED' || name === 'rejectUnauthorized') context.report({ node, message });
    },
  }),
};
