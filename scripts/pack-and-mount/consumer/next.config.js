/** JavaScript, as the route is, so that Next does not look for a TypeScript of its own. */
export default {
  serverExternalPackages: ['@countersign/core', '@countersign/server', 'pg', 'pg-boss'],
  turbopack: { root: import.meta.dirname },
};
