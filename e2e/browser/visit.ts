import { type RunStatus, runStatuses, type SessionEvent } from '@countersign/core';
import type { APIRequestContext, BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** What became of a sentence: the state its run came to rest in, and all that was logged for it. */
export interface Turn {
  status: RunStatus;
  events: SessionEvent[];
  /** The words of the copilot and the titles of its cards, one after the other. */
  said: string;
}

export interface NewClient {
  firstName: string;
  lastName?: string;
  phone?: string;
  email?: string;
  notes?: string;
}

/** One person at one browser, looking at the product. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Requests with this person's cookies, past the page. */
  readonly api: APIRequestContext;
  readonly composer: Locator;
  readonly log: Locator;
  /** The client form, where one is open. */
  readonly panel: Locator;
  /** The approval card that waits for an answer. */
  readonly approval: Locator;
  /** Opens an address and waits until the conversation can be written in. */
  go(path: string): Promise<void>;
  /** Types a sentence into the copilot and sends it with Enter. */
  say(text: string): Promise<void>;
  /** Says a sentence and waits until its run is over or waits for a human. */
  ask(text: string): Promise<Turn>;
  /** Does something and waits until the run that this caused, or went on with, is over or waits for a human. */
  rest(act: () => Promise<void>): Promise<Turn>;
  /** Waits until the form shows these values by their labels. */
  showsForm(values: Readonly<Record<string, string>>): Promise<void>;
  /** The id of the conversation on screen: the newest one of this person. */
  sessionId(): Promise<string>;
  /** The log of the conversation as JSON, as other programs read it. */
  events(): Promise<SessionEvent[]>;
  /** Waits for an entry of the log. */
  logged(what: string, isIt: (event: SessionEvent) => boolean): Promise<SessionEvent>;
  /** Puts a client on file, past the page. */
  haveClient(client: NewClient): Promise<{ id: string }>;
}

const TIMEOUT_MS = 15_000;
const working: readonly RunStatus[] = ['pending', 'running'];
const atRest = runStatuses.filter((status) => !working.includes(status));

export function createVisit(page: Page, context: BrowserContext): Visit {
  const api = context.request;
  const composer = page.getByRole('textbox', { name: 'Message to the copilot' });
  const panel = page.getByRole('dialog').filter({ has: page.getByRole('form', { name: 'Client' }) });

  const findSession = async () => (await readJson<{ sessions: { sessionId: string }[] }>(api, '/agent/sessions?agent=copilot&limit=1')).sessions[0]?.sessionId;
  const sessionId = async () => {
    const id = await findSession();
    if (!id) throw new Error('There is no conversation yet.');
    return id;
  };
  const eventsOf = async (id: string | undefined) =>
    id ? (await readJson<{ events: SessionEvent[] }>(api, `/agent/sessions/${id}/events?after=0&limit=1000`)).events : [];
  const events = async () => eventsOf(await sessionId());
  const say = async (text: string) => {
    await composer.fill(text);
    await composer.press('Enter');
  };
  const logged = async (what: string, isIt: (event: SessionEvent) => boolean) => {
    let found: SessionEvent | undefined;
    const look = async () => {
      found = (await events()).find(isIt);
      return found !== undefined;
    };
    await expect.poll(look, { timeout: TIMEOUT_MS, message: `The log never told of this: ${what}` }).toBe(true);
    return found as SessionEvent;
  };
  const rest = async (act: () => Promise<void>): Promise<Turn> => {
    const earlier = await findSession();
    const before = (await eventsOf(earlier)).at(-1)?.seq ?? 0;
    await act();
    let since: SessionEvent[] = [];
    const look = async () => {
      const id = await findSession();
      const all = await eventsOf(id);
      // A first sentence opens a conversation of its own.
      since = id === earlier ? all.filter(({ seq }) => seq > before) : all;
      const last = since.findLast((event) => event.type === 'run.status');
      return last?.type === 'run.status' ? last.status : undefined;
    };
    await expect.poll(look, { timeout: TIMEOUT_MS, message: 'The run did not come to rest.' }).toSatisfy((status) => atRest.includes(status as RunStatus));
    const last = since.findLast((event) => event.type === 'run.status');
    if (last?.type !== 'run.status') throw new Error('The run left no trace.');
    return { status: last.status, events: since, said: toWords(since) };
  };

  return {
    page,
    context,
    api,
    composer,
    log: page.getByRole('log'),
    panel,
    approval: page.getByLabel('Approval needed').filter({ has: page.getByRole('button', { name: /^Approve/ }) }),
    async go(path) {
      await page.goto(path);
    },
    say,
    ask: (text) => rest(() => say(text)),
    rest,
    async showsForm(values) {
      await panel.waitFor();
      await expect.poll(() => readForm(panel, Object.keys(values)), { timeout: TIMEOUT_MS }).toEqual(values);
    },
    sessionId,
    events,
    logged,
    async haveClient(client) {
      const response = await api.post('/api/clients', { data: client });
      if (response.status() !== 201) throw new Error(`The client was not taken: ${response.status()} ${await response.text()}`);
      return (await response.json()) as { id: string };
    },
  };
}

async function readForm(panel: Locator, labels: readonly string[]): Promise<Record<string, string>> {
  return Object.fromEntries(await Promise.all(labels.map(async (label) => [label, await panel.getByLabel(label).inputValue()] as const)));
}

async function readJson<T>(api: APIRequestContext, path: string): Promise<T> {
  const response = await api.get(path, { headers: { Accept: 'application/json' } });
  if (!response.ok()) throw new Error(`${path} answered ${response.status()}: ${await response.text()}`);
  return (await response.json()) as T;
}

function toWords(events: readonly SessionEvent[]): string {
  return events
    .flatMap((event) => (event.type === 'ui.append' && event.node.props.role !== 'user' ? [event.node.props] : []))
    .flatMap(({ text, title, question }) => [text, title, question].filter((words) => typeof words === 'string'))
    .join('\n');
}
