/** The result of a call of a run, as the proposer sees it. */
export type CallResult = { tool: string; input: unknown; replayed?: boolean } & (
  | { ok: true; output: unknown }
  | { ok: false; error: { code: string; message: string; details?: unknown; isRetryable: boolean } }
);
