export { createTestServer, type TestServer, type TestServerOptions } from './create-test-server.ts';
export { scriptedProposer } from './scripted-proposer.ts';
export type { TestCluster } from './test-cluster.ts';
export { createTestDatabase, ensureTemplate, type TestDatabase } from './test-database.ts';
