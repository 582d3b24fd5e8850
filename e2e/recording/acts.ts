import type { Who } from './open-shop.ts';
import type { Act, Play } from './play.ts';

interface By {
  /** @default 'owner' */
  as?: Who;
}

interface Keeping extends By {
  /** What the answer's body is remembered as. */
  keep?: string;
}

/** Somebody says something to the copilot, and its run comes to rest. */
export function say(text: string, { as = 'owner', id, keep = 'said' }: Keeping & { id?: string } = {}): Act {
  return (play) => post(play, { as, text: play.fill(text), keep, ...(id && { id }) });
}

/** Picks a choice of the question that was asked last: the first, or by its place or its value. */
export function pick(choice: number | string = 0, { as = 'owner', keep = 'said' }: Keeping = {}): Act {
  return (play) => {
    const { key, props } = play.findNode(as, 'question');
    const choices = props.choices as { value: string; label: string }[];
    const picked = typeof choice === 'number' ? choices.at(choice) : choices.find(({ value }) => value === choice);
    if (!picked) throw new Error(`The question offers no ${choice}: ${JSON.stringify(choices)}`);
    return post(play, { as, text: picked.label, pick: { key, value: picked.value }, keep });
  };
}

interface Posting {
  as: Who;
  text: string;
  keep: string;
  id?: string;
  pick?: { key: string; value: string };
}

async function post(play: Play, { as, text, keep, id = `message-${play.recorded.length}`, pick: picked }: Posting): Promise<void> {
  const session = await play.sessionOf(as);
  const answer = await play.ask(as, 'POST', `/agent/sessions/${session.id}/messages`, { text, clientMessageId: id, ...(picked && { pick: picked }) });
  const act = `${as} ${picked ? 'picks' : 'says'}: ${text}`;
  if (answer.status !== 202) return play.record({ act, answer: toAnswer(answer) });
  play.memory[keep] = { ...answer.body, sessionId: session.id };
  return play.record({ act, answer: toAnswer(answer), run: await play.rest(answer.body.runId) });
}

const toAnswer = ({ status, body }: { status: number; body: unknown }) => ({ status, body });

/** Begins another conversation. */
export const newSession =
  ({ as = 'owner' }: By = {}): Act =>
  async (play) => {
    const answer = await play.ask(as, 'POST', '/agent/sessions', { agent: 'copilot' });
    play.follow(as, answer.body.sessionId);
    await play.record({ act: `${as} begins another conversation`, answer: toAnswer(answer) });
  };

interface TaskOptions extends Keeping {
  intent?: string;
  idempotencyKey?: string;
  /** False: goes on at once. */
  waits?: boolean;
}

/** Gives the copilot a task in the background. */
export function task(text: string, { as = 'owner', keep = 'task', waits = true, ...given }: TaskOptions = {}): Act {
  return async (play) => {
    const words = play.fill(text);
    const answer = await play.ask(as, 'POST', '/agent/runs', { agent: 'copilot', task: words, ...given });
    const act = `${as} gives the task: ${words}`;
    if (answer.status !== 202) return play.record({ act, answer: toAnswer(answer) });
    play.memory[keep] = answer.body;
    play.follow(as, answer.body.sessionId);
    return play.record({ act, answer: toAnswer(answer), ...(waits && { run: await play.rest(answer.body.runId) }) });
  };
}

type Call = readonly [tool: string, input: object];

/** A task that proposes exactly these calls, one step for each list, in a shop whose proposer is `calls`. */
export function propose(steps: readonly (readonly Call[])[], options: TaskOptions = {}): Act {
  return (play) => task(JSON.stringify(play.fill(steps.map((calls) => calls.map(([tool, input]) => ({ tool, input }))))), options)(play);
}

/** One call. */
export const call = (tool: string, input: object, options: TaskOptions = {}): Act => propose([[[tool, input]]], options);

type Decision = 'approve' | 'deny' | 'happened' | 'not_happened';

interface Deciding extends By {
  /** Which request of those that wait: the latest, or of the run that was remembered by this name. */
  of?: string;
  scope?: 'once' | 'run' | 'tenant';
  reason?: string;
  /** False: goes on at once. */
  waits?: boolean;
}

/** Decides on a card: every item alike, or each by its place; undefined leaves one open. */
export function decide(how: Decision | readonly (Decision | undefined)[], { as = 'owner', of, scope, reason, waits = true }: Deciding = {}): Act {
  return async (play) => {
    const shown = await findCard(play, as, of === undefined ? undefined : String(play.recall(`${of}.runId`)));
    play.memory.card = shown;
    const decisions = shown.items.flatMap(({ itemId }, index) => {
      const decision = typeof how === 'string' ? how : how[index];
      return decision ? [{ itemId, decision, ...(scope && { scope }), ...(reason && { reason }) }] : [];
    });
    const answer = await play.ask(as, 'POST', '/agent/approvals/decisions', { requestId: shown.requestId, decisions });
    const act = `${as} decides: ${typeof how === 'string' ? how : how.join(', ')}${scope ? ` (${scope})` : ''}`;
    if (answer.status !== 200 || !waits) return play.record({ act, answer: toAnswer(answer) });
    // The whole card is among those that are looked at in the end.
    const items = answer.body.approval.items.map(({ title, status, scope }: Record<string, unknown>) => ({ title, status, scope }));
    return play.record({ act, answer: { status: 200, body: { items } }, run: await play.rest(shown.runId) });
  };
}

interface Card {
  requestId: string;
  runId: string;
  sessionId: string;
  items: { itemId: string }[];
}

/** The card in front of somebody; else the latest that a log has: they may not see it, or it is settled, and a decision on it comes to something too. */
async function findCard(play: Play, as: Who, runId: string | undefined): Promise<Card> {
  const { body } = await play.ask(as, 'GET', '/agent/approvals');
  const found = body.approvals.find((approval: Card) => runId === undefined || approval.runId === runId);
  if (found) return found;
  const shown = play.sessions.flatMap(({ id: sessionId, events }) =>
    events.flatMap(({ node, runId: of }) => (node?.type === 'approval' ? [{ ...node.props, runId: of, sessionId } as unknown as Card] : [])),
  );
  const card = shown.findLast((one) => runId === undefined || one.runId === runId);
  if (!card) throw new Error('Nobody was asked anything.');
  return card;
}

interface Asking extends Keeping {
  headers?: Record<string, string>;
  /** Writes down nothing but the status: what is asked is only to be remembered. */
  isSilent?: boolean;
}

/** Any other request, as a screen of the product makes it. */
export function ask(method: string, path: string, body?: unknown, { as = 'owner', keep = 'answer', headers, isSilent = false }: Asking = {}): Act {
  return async (play) => {
    const answer = await play.ask(as, method, path, body, headers);
    play.memory[keep] = answer.body;
    const act = `${as} asks: ${method} ${play.fill(path)}`;
    await play.record({ act, answer: isSilent ? { status: answer.status, body: '(not written down)' } : toAnswer(answer) });
  };
}

export const look = (path: string, options: Asking = {}): Act => ask('GET', path, undefined, options);

/** Remembers what a list has, without writing the list down. */
export const find = (path: string, keep: string, options: Asking = {}): Act => ask('GET', path, undefined, { ...options, keep, isSilent: true });

/** The browser tells of the form that was opened last: `panel.opened`, `panel.patch`, `panel.field.update`, `panel.closed`. */
export function tell(type: string, said: object = {}, { as = 'owner' }: By = {}): Act {
  return async (play) => {
    const { session, key, props } = play.findNode(as, 'panel-open-command');
    const opened = type === 'panel.opened' ? { panel: props.panel, ...(props.recordId !== undefined && { recordId: props.recordId }) } : {};
    const answer = await play.ask(as, 'POST', `/agent/sessions/${session.id}/panel-events`, { type, key, ...opened, ...said });
    await play.record({ act: `${as}'s browser tells: ${type}`, answer: toAnswer(answer) });
  };
}

/** Saves the form that was opened last as it was filled in, with what the user has changed. */
export function save(path: string, changes: object = {}, { as = 'owner', keep = 'saved', method = 'POST' }: Keeping & { method?: string } = {}): Act {
  return async (play) => {
    const { session, key, props } = play.findNode(as, 'panel-open-command');
    const body = { ...(props.prefill as object), ...changes };
    const answer = await play.ask(as, method, path, body, { 'x-countersign-panel': `${session.id}/${key}` });
    play.memory[keep] = answer.body;
    await play.record({ act: `${as} saves the form: ${method} ${play.fill(path)}`, answer: toAnswer(answer) });
  };
}

/** Waits until the run that was remembered by this name rests again. */
export const rest =
  (name = 'task'): Act =>
  async (play) => {
    const run = await play.rest(String(play.recall(`${name}.runId`)));
    await play.record({ act: `the run of "${name}" rests`, run });
  };

/** Something that happens around the shop. */
export const happens =
  (act: string, work: (play: Play) => unknown): Act =>
  async (play) => {
    await work(play);
    await play.record({ act });
  };
