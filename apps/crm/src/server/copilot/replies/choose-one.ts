import { type IntentTurn, node, type ProposalInput, type Question } from '@countersign/core';

export interface Candidates<T extends { id: string }> {
  /** The intent that asks, and its name for what is asked about. */
  intent: string;
  slot: string;
  items: readonly T[];
  /** How many there are where not all could be listed. @default those */
  total?: number;
  toChoice: (item: T) => { label: string; detail?: string };
  question: string;
  /** False: a single one is asked about too, since it is not certain that it is meant. @default true */
  isSure?: boolean;
  /** What follows when a picked one is gone: "so I sent nothing". */
  otherwise: string;
}

export const MAX_CHOICES = 8;

/** The one that is meant: the only one, or the one that was picked. Else a short question with the candidates as buttons. */
export function chooseOne<T extends { id: string }>(
  turn: Pick<IntentTurn<unknown>, 'text' | 'picked'>,
  candidates: Candidates<T>,
): { item: T } | { proposal: ProposalInput } {
  const { intent, slot, items, toChoice, isSure = true, otherwise } = candidates;
  const picked = turn.picked[slot];
  if (picked !== undefined) {
    const item = items.find(({ id }) => id === picked);
    return item ? { item } : { proposal: { show: [node('message', { role: 'agent', text: `That one is no longer there, ${otherwise}.` })], isFinal: true } };
  }
  const [only, ...others] = items;
  if (only && others.length === 0 && isSure) return { item: only };
  const choices = items.slice(0, MAX_CHOICES).map((item) => ({ value: item.id, ...toChoice(item) }));
  return { proposal: ask(turn, { intent, slot, choices, question: candidates.question + toMore((candidates.total ?? items.length) - choices.length) }) };
}

const toMore = (more: number) => (more > 0 ? ` There are ${more} more; if it is none of these, ask me again more exactly.` : '');

/** A question whose answer goes on with the same sentence. */
export function ask(
  { text, picked }: Pick<IntentTurn<unknown>, 'text' | 'picked'>,
  { intent, slot, question, choices }: Pick<Question, 'intent' | 'slot' | 'question' | 'choices'>,
): ProposalInput {
  return { show: [node('question', { question, intent, text, slot, picked: { ...picked }, choices })], calls: [], isFinal: true };
}
