type Headers = Readonly<Record<string, string | undefined>>;

/**
 * How long a provider asks us to wait, in milliseconds: `retry-after-ms`, or `retry-after` in seconds or as a date (RFC 9110,
 * section 10.2.3). Undefined when it does not say, or says nonsense.
 *
 * @example readRetryAfter({ 'retry-after': '2' }, Date.now()) // 2000
 */
export function readRetryAfter(headers: Headers, nowMs: number): number | undefined {
  const precise = toNumber(headers['retry-after-ms']);
  if (precise !== undefined) return precise;
  const given = headers['retry-after']?.trim();
  const seconds = toNumber(given);
  if (seconds !== undefined) return seconds * 1_000;
  // A date has letters; anything else that Date.parse would take, such as "-5", is no date of HTTP.
  const at = given !== undefined && /[a-z]/i.test(given) ? Date.parse(given) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}

function toNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

/** Exponential backoff with full jitter: somewhere between nothing and twice as much as the last time. */
export function toBackoff(attempt: number, { baseMs, maxMs }: { baseMs: number; maxMs: number }, random: () => number): number {
  return Math.round(random() * Math.min(maxMs, baseMs * 2 ** attempt));
}
