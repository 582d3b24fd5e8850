export { createScratchDirectory } from './create-scratch-directory.ts';
export { createTestServer, type TestServer, type TestServerOptions } from './create-test-server.ts';
export { createFakeProvider, type FakeAnswer, type FakeProvider, type FakeRequest } from './fake-provider.ts';
export { FAKE_MODEL, type FakeReply, type Wire } from './fake-provider-wire.ts';
export { scriptedProposer } from './scripted-proposer.ts';
export { sendTick } from './send-tick.ts';
export type { TestCluster } from './test-cluster.ts';
export { createTestDatabase, ensureTemplate, type TestDatabase } from './test-database.ts';
