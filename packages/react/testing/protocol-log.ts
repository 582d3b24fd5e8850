import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type EventBody, node, type SessionEvent } from '@countersign/core';
import type { PostMessage } from '@countersign/core/internal';

/** `half`: the next entry is cut off in its middle. `refused`: JSON comes where a stream was asked for. `silent`: headers, then nothing. */
export type StreamMode = 'ok' | 'half' | 'refused' | 'silent' | 'broken';

export interface Session {
  id: string;
  agent: string;
  events: SessionEvent[];
  streams: Set<ServerResponse>;
}

/** The sessions of the protocol server, in memory, with the streams that follow them. */
export function createProtocolLog() {
  const sessions = new Map<string, Session>();
  const messages = new Map<string, { runId: string; seq: number }>();
  const state = { streamMode: 'ok' as StreamMode, isSignedOut: false, heartbeatMs: 0, opened: 0 };

  const get = (sessionId: string): Session => {
    const session = sessions.get(sessionId);
    if (!session) throw new Error(`The test names session ${sessionId}, which the server does not have.`);
    return session;
  };
  const writeEvent = (stream: ServerResponse, event: SessionEvent): void => {
    const frame = `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
    if (state.streamMode === 'half') {
      state.streamMode = 'ok';
      stream.write(frame.slice(0, frame.length / 2), () => stream.destroy());
    } else if (state.streamMode !== 'silent') stream.write(frame);
  };
  const append = (sessionId: string, body: EventBody): SessionEvent => {
    const session = get(sessionId);
    const event: SessionEvent = { ...body, seq: session.events.length + 1, at: new Date(0).toISOString() };
    session.events.push(event);
    for (const stream of session.streams) writeEvent(stream, event);
    return event;
  };

  return {
    state,
    sessions,
    append,
    addSession(agent = 'copilot'): string {
      const id = randomUUID();
      sessions.set(id, { id, agent, events: [], streams: new Set() });
      return id;
    },
    eventsOf: (sessionId: string) => get(sessionId).events,
    acceptMessage(session: Session, { text, clientMessageId }: PostMessage): { runId: string; seq: number } {
      const earlier = messages.get(session.id + clientMessageId);
      if (earlier) return earlier;
      const runId = randomUUID();
      const { seq } = append(session.id, { type: 'ui.append', key: `message:${runId}`, runId, node: node('message', { role: 'user', text }) });
      messages.set(session.id + clientMessageId, { runId, seq });
      return { runId, seq };
    },
    openStream(session: Session, after: number, response: ServerResponse): void {
      state.opened += 1;
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      response.flushHeaders();
      if (state.streamMode !== 'silent') response.write('retry: 1000\n\n');
      for (const event of session.events) if (event.seq > after) writeEvent(response, event);
      session.streams.add(response);
      const beat = state.heartbeatMs > 0 ? setInterval(() => response.write(': beat\n\n'), state.heartbeatMs) : undefined;
      response.on('close', () => {
        clearInterval(beat);
        session.streams.delete(response);
      });
    },
    openStreams: () => [...sessions.values()].reduce((sum, { streams }) => sum + streams.size, 0),
    cutStreams(): void {
      for (const { streams } of sessions.values()) for (const stream of streams) stream.destroy();
    },
  };
}
