import { setTimeout as delay } from 'node:timers/promises';
import type { Ask } from '@countersign/crm/testing';
import type { Shop, Who } from './open-shop.ts';

/** One thing that somebody does, and what is written down of it. */
export type Act = (play: Play) => Promise<void>;

interface Recorded {
  act: string;
  answer?: { status: number; body: unknown };
  /** How the run rests that came of it. */
  run?: string;
  /** What the logs of all sessions said since the act before. */
  log?: Record<string, object[]>;
}

interface LoggedEvent {
  seq: number;
  type: string;
  key?: string;
  node?: { type: string; props: Record<string, unknown> };
}

interface Session {
  id: string;
  who: Who;
  events: LoggedEvent[];
}

const atWork = ['pending', 'running'];
/** Generous: a lease has to run out, and the machine may be busy. */
const PATIENCE_MS = 60_000;

/** One play of a scenario: people who are signed in, what was answered so far, and the record of it. */
export class Play {
  readonly recorded: Recorded[] = [];
  /** Answers that were given a name, for later acts: `{jordan.id}`. */
  readonly memory: Record<string, unknown> = {};
  readonly sessions: Session[] = [];
  readonly shop: Shop;
  private readonly people = new Map<Who, Ask>();

  constructor(shop: Shop) {
    this.shop = shop;
  }

  async ask(who: Who, ...[method, path, body, headers]: Parameters<Ask>): ReturnType<Ask> {
    const ask = this.people.get(who) ?? (await this.shop.as(who));
    this.people.set(who, ask);
    return ask(method, this.fill(path), this.fill(body), this.fill(headers));
  }

  /** Puts what was remembered in the place of `{name.path}`: a whole value where it stands alone. */
  fill<T>(value: T): T {
    if (typeof value === 'string') return this.fillText(value) as T;
    if (Array.isArray(value)) return value.map((item) => this.fill(item)) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.fill(inner)])) as T;
  }

  private fillText(text: string): unknown {
    const whole = /^\{(\w+(?:\.\w+)*)\}$/.exec(text)?.[1];
    if (whole !== undefined) return this.recall(whole);
    return text.replaceAll(/\{(\w+(?:\.\w+)*)\}/g, (_, path: string) => {
      const found = this.recall(path);
      return typeof found === 'object' ? JSON.stringify(found) : String(found);
    });
  }

  recall(path: string): unknown {
    const found = path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], this.memory);
    if (found === undefined) throw new Error(`Nothing was remembered as ${path}; there is ${Object.keys(this.memory).join(', ')}.`);
    return found;
  }

  /** The conversation somebody is in; the first time, a new one. */
  async sessionOf(who: Who): Promise<Session> {
    const found = this.sessions.findLast((session) => session.who === who);
    if (found) return found;
    const { body } = await this.ask(who, 'POST', '/agent/sessions', { agent: 'copilot' });
    return this.follow(who, body.sessionId);
  }

  follow(who: Who, id: string): Session {
    const found = this.sessions.find((session) => session.id === id);
    if (found) return found;
    const session: Session = { id, who, events: [] };
    this.sessions.push(session);
    return session;
  }

  async rest(who: Who, runId: string): Promise<string> {
    return this.waitFor(`the run ${runId} to rest`, async () => {
      const { body } = await this.ask(who, 'GET', `/agent/runs/${runId}`);
      return atWork.includes(body.status) ? undefined : (body.status as string);
    });
  }

  async waitFor<T>(what: string, find: () => Promise<T | undefined>): Promise<T> {
    for (const until = performance.now() + PATIENCE_MS; ; await delay(20)) {
      const found = await find();
      if (found !== undefined) return found;
      if (performance.now() > until) throw new Error(`Waited in vain for ${what}.`);
    }
  }

  /** The latest node of a type that somebody was shown. */
  findNode(who: Who, type: string): { session: Session; key: string; props: Record<string, unknown> } {
    for (const session of this.sessions.filter((one) => one.who === who).toReversed()) {
      const event = session.events.findLast(({ node }) => node?.type === type);
      if (event?.node && event.key !== undefined) return { session, key: event.key, props: event.node.props };
    }
    throw new Error(`The ${who} was shown no ${type}.`);
  }

  /** Writes an act down, with what has come to the logs since. */
  async record(entry: Omit<Recorded, 'log'>): Promise<void> {
    const log: Record<string, object[]> = {};
    for (const session of this.sessions) {
      const news = await this.readNews(session);
      session.events.push(...news);
      if (news.length > 0) log[session.id] = news.map(({ at: _, ...event }) => event);
    }
    this.recorded.push({ ...entry, ...(Object.keys(log).length > 0 && { log }) });
  }

  private async readNews({ id, who, events }: Session): Promise<(LoggedEvent & { at: string })[]> {
    const after = events.at(-1)?.seq ?? 0;
    const { body } = await this.ask(who, 'GET', `/agent/sessions/${id}/events?after=${after}&limit=1000`, undefined, { accept: 'application/json' });
    return body.events;
  }
}
