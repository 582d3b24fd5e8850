import type { RunStatus, SessionEvent } from '@countersign/core';
import type { APIRequestContext, BrowserContext, Locator, Page, Response } from 'playwright-core';
import { expect } from 'vitest';
import { followLog } from './follow-log.ts';

/** What became of a sentence: the state its run came to rest in, and all that was logged for it. */
export interface Turn {
  status: RunStatus;
  events: SessionEvent[];
  /** The words of the copilot and the titles of its cards, one after the other. */
  said: string;
}

/** A run, and the entry of the log after which it is looked at. */
interface RunInLog {
  sessionId: string;
  runId: string;
  after: number;
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
  /** Answers a question by a click on one of its choices, and waits in the same way. */
  pick(choice: Locator): Promise<Turn>;
  /** Answers an approval card, by whatever means, and waits in the same way. */
  decide(answer: () => Promise<void>): Promise<Turn>;
  /** Says a sentence in the same conversation from another device, so that nothing on the page is touched, and waits in the same way. */
  sayElsewhere(text: string): Promise<Turn>;
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

export function createVisit(page: Page, context: BrowserContext): Visit {
  const api = context.request;
  const composer = page.getByRole('textbox', { name: 'Message to the copilot' });
  const panel = page.getByRole('dialog').filter({ has: page.getByRole('form', { name: 'Client' }) });

  const sessionId = async () => {
    const { sessions } = await readJson<{ sessions: { sessionId: string }[] }>(api, '/agent/sessions?agent=copilot&kind=conversation&limit=1');
    if (!sessions[0]) throw new Error('There is no conversation yet.');
    return sessions[0].sessionId;
  };
  const readLog = async (id: string) => (await readJson<{ events: SessionEvent[] }>(api, `/agent/sessions/${id}/events?after=0&limit=1000`)).events;
  const events = async () => readLog(await sessionId());
  const follow = async (id: string, after: number, what: string, isLast: (event: SessionEvent) => boolean) => {
    const url = new URL(`/agent/sessions/${id}/events?after=${after}`, page.url());
    const cookie = (await context.cookies(url.href)).map(({ name, value }) => `${name}=${value}`).join('; ');
    return followLog(url, cookie, what, isLast);
  };
  const settle = async ({ sessionId: id, runId, after }: RunInLog): Promise<Turn> => {
    let status: RunStatus | undefined;
    const since = await follow(id, after, 'the end of a run, or its wait for a human', (event) => {
      if (event.type === 'run.status' && event.runId === runId) status = event.status;
      return status !== undefined && !working.includes(status);
    });
    return { status: status as RunStatus, events: since, said: toWords(since) };
  };
  const say = async (text: string) => {
    await composer.fill(text);
    await composer.press('Enter');
  };
  const saying = async (act: () => Promise<void>): Promise<Turn> => {
    const [response] = await Promise.all([page.waitForResponse((candidate) => isPost(candidate, /\/agent\/sessions\/[^/]+\/messages$/)), act()]);
    const { runId, seq } = (await response.json()) as { runId: string; seq: number };
    return settle({ sessionId: new URL(response.url()).pathname.split('/')[3] ?? '', runId, after: seq - 1 });
  };
  const decide = async (answer: () => Promise<void>): Promise<Turn> => {
    const id = await sessionId();
    const after = (await readLog(id)).at(-1)?.seq ?? 0;
    const [response] = await Promise.all([page.waitForResponse((candidate) => isPost(candidate, /\/agent\/approvals\/decisions$/)), answer()]);
    const { approval } = (await response.json()) as { approval: { runId: string } };
    return settle({ sessionId: id, runId: approval.runId, after });
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
    ask: (text) => saying(() => say(text)),
    pick: (choice) => saying(() => choice.click()),
    decide,
    async sayElsewhere(text) {
      const id = await sessionId();
      const response = await api.post(`/agent/sessions/${id}/messages`, { data: { text, clientMessageId: crypto.randomUUID() } });
      if (response.status() !== 202) throw new Error(`The message was not taken: ${response.status()} ${await response.text()}`);
      const { runId, seq } = (await response.json()) as { runId: string; seq: number };
      return settle({ sessionId: id, runId, after: seq - 1 });
    },
    async showsForm(values) {
      await panel.waitFor();
      await expect.poll(() => readForm(panel, Object.keys(values)), { timeout: TIMEOUT_MS }).toEqual(values);
    },
    sessionId,
    events,
    async logged(what, isIt) {
      return (await follow(await sessionId(), 0, what, isIt)).at(-1) as SessionEvent;
    },
    async haveClient(client) {
      const response = await api.post('/api/clients', { data: client });
      if (response.status() !== 201) throw new Error(`The client was not taken: ${response.status()} ${await response.text()}`);
      return (await response.json()) as { id: string };
    },
  };
}

const isPost = (response: Response, path: RegExp) => response.request().method() === 'POST' && response.ok() && path.test(new URL(response.url()).pathname);

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
