export type { EmbeddedPostgres, EmbeddedPostgresOptions } from './start-cluster.ts';
export { startEmbeddedPostgres } from './start-embedded-postgres.ts';
