import type { Principal } from '../principal.ts';
import type { CallResult } from '../run/call-result.ts';
import type { PanelView } from '../session/fold-context.ts';
import type { RecentRecord } from '../session/list-recent-records.ts';
import type { ProposalInput } from './proposal.ts';

/** How one value is read out of a sentence. `undefined` means: not said. */
export interface Slot<T> {
  readonly extract: (text: string, ctx: SlotContext) => T | undefined;
  /** What is read is shown to the classifier as this word, so that it learns the sentence and not the value. Needs `spans`. */
  readonly mask?: string;
  /** Every place of the text that the mask stands for. */
  readonly spans?: (text: string, ctx: SlotContext) => readonly Span[];
}

/** A stretch of a text: from the index of its first character to the one after its last. */
export interface Span {
  start: number;
  end: number;
}

export interface SlotContext {
  now: Date;
  /** IANA zone of the tenant. */
  timeZone: string;
  /** Two-letter country whose phone numbers need no prefix. */
  country: string;
}

/** What an intent sees when it is asked for the next step. It is asked again after every step, with the results so far. */
export interface IntentTurn<Slots> {
  readonly text: string;
  readonly slots: Slots;
  readonly principal: Principal;
  readonly now: Date;
  /** Results of this run, oldest first. */
  readonly results: readonly CallResult[];
  /** Panels open beside the conversation, newest last. */
  readonly panels: readonly PanelView[];
  /** Records the conversation was about before this message, the latest last: what "it" may mean. */
  readonly recent: readonly RecentRecord[];
  /** The latest result of a tool in this run, its output typed. */
  resultOf<O>(tool: {
    readonly name: string;
    readonly output: { parse(value: unknown): O };
  }): { ok: true; output: O } | { ok: false; error: { code: string; message: string } } | undefined;
  /** The value the user picked when this intent asked a question about `slot`. */
  readonly picked: Readonly<Record<string, string>>;
}

/** Something the agent understands without a model: examples teach the classifier, `propose` is a plan in code. */
export interface Intent<Slots> {
  readonly name: string;
  /** What it can do, as a thing a user could ask for. Shown by "what can you do?". */
  readonly title: string;
  /** Thirty or so ways to say it. `{slot}` stands for the value of a slot that has a mask. */
  readonly examples: readonly string[];
  /** Sentences near to it that mean something else, such as "call {name}" beside "text {name}": they are to be refused. */
  readonly counterExamples?: readonly string[];
  /** True: it only looks things up, so "how much does …" and "has … paid?" are requests, not questions about doing something. */
  readonly answers?: boolean;
  readonly slots: { readonly [K in keyof Slots]: Slot<NonNullable<Slots[K]>> };
  readonly propose: (turn: IntentTurn<Slots>) => ProposalInput;
}

// biome-ignore lint/suspicious/noExplicitAny: type plumbing: intents of different slots live in one registry
export type AnyIntent = Intent<any>;

type SlotValues<S extends Record<string, Slot<unknown>>> = { readonly [K in keyof S]?: S[K] extends Slot<infer T> ? T : never };

/**
 * Declares an intent. `propose` must be a pure function of its turn: after a crash it is asked again with the same results.
 *
 * @example
 * defineIntent({ name: 'find_client', title: 'Find a client', examples: ['find {name}'], slots: { name: personName },
 *   propose: (turn) => turn.resultOf(findClients) ? … : { calls: [{ tool: 'find_clients', input: { query: turn.slots.name } }] } })
 */
export function defineIntent<S extends Record<string, Slot<unknown>>>(definition: {
  name: string;
  title: string;
  examples: readonly string[];
  counterExamples?: readonly string[];
  answers?: boolean;
  slots: S;
  propose: (turn: IntentTurn<SlotValues<S>>) => ProposalInput;
}): Intent<SlotValues<S>> {
  if (definition.examples.length === 0) throw new TypeError(`Intent "${definition.name}" has no examples: the classifier has nothing to learn from.`);
  return definition as unknown as Intent<SlotValues<S>>;
}
