/** What a run of an agent may use up before it is stopped. */
export interface RunBounds {
  /** @default 25 */
  maxSteps: number;
  /** Wall-clock time spent working or queued (waiting for a human does not count), in milliseconds. @default 10 minutes */
  maxDurationMs: number;
  /** Money, in millionths of a dollar. @default 500000 ($0.50) */
  maxCostMicros: number;
  /** The same tool with the same arguments may be called this often in one run. @default 3 */
  maxSameCalls: number;
  /** Unknown tools proposed before the run ends. @default 2 */
  maxUnknownTools: number;
}

export const defaultBounds = {
  maxSteps: 25,
  maxDurationMs: 600_000,
  maxCostMicros: 500_000,
  maxSameCalls: 3,
  maxUnknownTools: 2,
} as const satisfies RunBounds;
