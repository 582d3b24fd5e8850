export type { TestCluster } from './test-cluster.ts';
export { createTestDatabase, ensureTemplate, type TestDatabase } from './test-database.ts';
