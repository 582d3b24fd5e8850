import { startTestCluster } from './test-cluster.ts';

/** Vitest's global set-up: called once for a run; what it returns is called at the end. */
export const setup = startTestCluster;
