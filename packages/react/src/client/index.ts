export { type Client, type ClientOptions, createClient } from './create-client.ts';
export { browserEnvironment, type Environment } from './environment.ts';
export type { FollowTiming } from './follow-log.ts';
export type { Decision, MessagePick, OutgoingMessage, SessionState, SessionStatus } from './session-state.ts';
export { localSessionStorage, type SessionStorage } from './session-storage.ts';
export { createSessionStore, type SessionStore, type SessionStoreOptions } from './session-store.ts';
export type { StreamOptions } from './stream-events.ts';
