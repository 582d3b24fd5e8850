import type { SessionEvent } from '@countersign/core';

/** Longer than anything in these tests takes on a busy machine. */
const TIMEOUT_MS = 15_000;

/**
 * Follows a session's log as it is streamed, up to the entry that is waited for, which comes last in the answer.
 *
 * @throws when the entry does not come in time, with all that came instead
 */
export async function followLog(url: URL, cookie: string, what: string, isLast: (event: SessionEvent) => boolean): Promise<SessionEvent[]> {
  const seen: SessionEvent[] = [];
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(url, { headers: { Cookie: cookie, Accept: 'text/event-stream' }, signal });
    if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
    let rest = '';
    // Leaving the loop ends the stream.
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (!line.startsWith('data:')) continue;
        const event = JSON.parse(line.slice(5)) as SessionEvent;
        seen.push(event);
        if (isLast(event)) return seen;
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  throw new Error(`The log never told of this: ${what}. It told:\n${seen.map((event) => JSON.stringify(event)).join('\n')}`);
}
