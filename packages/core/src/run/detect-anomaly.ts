import type { ErrorCode } from '../errors.ts';

/** From when on something is unusual. */
export interface AnomalyBounds {
  /** Calls of a tenant in an hour, and refusals among them, as a multiple of its usual hour. */
  timesUsual: number;
  /** Fewer calls in an hour than this are never too many. */
  minCallsPerHour: number;
  /** Nor are fewer refused by rules or permissions. */
  minDenialsPerHour: number;
  /** Calls of a run in a row that rules or permissions refused. */
  denialsInARow: number;
  /** Calls of a run in a row to the same tool that failed with the same error. */
  sameFailuresInARow: number;
}

export const defaultAnomalyBounds = {
  timesUsual: 10,
  minCallsPerHour: 1_000,
  minDenialsPerHour: 50,
  denialsInARow: 10,
  sameFailuresInARow: 8,
} as const satisfies AnomalyBounds;

/** How one call of the run ended; only the latest of them are looked at. */
export interface WatchedResult {
  tool: string;
  /** Undefined: it succeeded. */
  code?: string | undefined;
}

/** Of a tenant, on all nodes. */
export interface HourlyCount {
  thisHour: number;
  usualPerHour: number;
}

/** What is known of a run and its tenant. */
export interface AnomalyCounts {
  /** Calls of this run since it was last looked after, the latest last. */
  results: readonly WatchedResult[];
  /** Calls of the tenant; left out where nobody counted. */
  calls?: HourlyCount;
  /** Those of them that rules or permissions refused; left out for a run that has no part in it. */
  denials?: HourlyCount;
}

export const anomalyKinds = ['unusual_calls', 'unusual_denials', 'denials', 'same_failure'] as const;

export interface Anomaly {
  kind: (typeof anomalyKinds)[number];
  /** A sentence for whoever has to decide what becomes of the run. */
  text: string;
}

/** How a call ends that rules or permissions refuse. */
export const denialCodes: ReadonlySet<string> = new Set<ErrorCode>(['permission_denied', 'policy_denied', 'content_refused', 'switched_off', 'limit_exceeded']);

/** A person's no is an answer, not a sign; so is a question that a person let expire. */
const humanCodes: ReadonlySet<string> = new Set<ErrorCode>(['approval_denied', 'approval_expired']);

/** More calls than this in an hour are unusual for a tenant. */
export function toMaxCalls(usualPerHour: number, { timesUsual, minCallsPerHour }: Pick<AnomalyBounds, 'timesUsual' | 'minCallsPerHour'>): number {
  return Math.max(minCallsPerHour, timesUsual * usualPerHour);
}

/**
 * What is unusual about a run, if anything is. Pure.
 *
 * @example detectAnomaly({ results: [], calls: { thisHour: 5_001, usualPerHour: 500 } }) // → { kind: 'unusual_calls', … }
 */
export function detectAnomaly({ results, calls, denials }: AnomalyCounts, bounds: AnomalyBounds = defaultAnomalyBounds): Anomaly | undefined {
  const maxCalls = toMaxCalls(calls?.usualPerHour ?? 0, bounds);
  if (calls && calls.thisHour > maxCalls)
    return {
      kind: 'unusual_calls',
      text: `More than ${Math.floor(maxCalls)} calls were made here within an hour; ${Math.round(calls.usualPerHour)} are usual.`,
    };
  const maxDenials = Math.max(bounds.minDenialsPerHour, bounds.timesUsual * (denials?.usualPerHour ?? 0));
  if (denials && denials.thisHour > maxDenials) {
    const usual = Math.round(denials.usualPerHour);
    return { kind: 'unusual_denials', text: `More than ${Math.floor(maxDenials)} calls were refused here within an hour; ${usual} are usual.` };
  }
  const denied = endOf(results, bounds.denialsInARow);
  if (denied?.every(({ code }) => code !== undefined && denialCodes.has(code)))
    return { kind: 'denials', text: `${denied.length} calls in a row were refused by rules or permissions.` };
  const failed = endOf(results, bounds.sameFailuresInARow);
  const last = failed?.at(-1);
  if (!last?.code || denialCodes.has(last.code) || humanCodes.has(last.code)) return undefined;
  if (!failed?.every(({ tool, code }) => tool === last.tool && code === last.code)) return undefined;
  return { kind: 'same_failure', text: `${last.tool} failed ${failed.length} times in a row with the same error (${last.code}).` };
}

function endOf(results: readonly WatchedResult[], count: number): readonly WatchedResult[] | undefined {
  return results.length >= count ? results.slice(-count) : undefined;
}
