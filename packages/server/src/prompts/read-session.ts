import { type FoldedNode, type Json, type PanelView, readNode, type SessionView } from '@countersign/core';

/** What was said before, in the shape of a conversation. */
export interface Said {
  role: 'user' | 'assistant';
  text: string;
}

/** What a prompt takes from a session's log. */
export interface SessionExcerpt {
  messages: Said[];
  /** Receipts, lists of records, questions and notices: what a later sentence may refer to. Texts of strangers may be among it. */
  facts: Json[];
  panels: Json[];
  /** The record in the form that was opened last. */
  record: Json;
}

const MAX_MESSAGES = 20;
const MAX_FACTS = 12;
const MAX_TEXT = 2_000;

/** Reads what a prompt needs from the fold of the log, leaving out the run in hand. */
export function readSession(view: SessionView, runId: string): SessionExcerpt {
  const nodes = view.nodes.filter((node) => node.runId !== runId);
  const open = view.panels.filter((panel) => panel.status === 'open');
  const latest = open.findLast((panel) => panel.recordId !== undefined);
  return {
    messages: toMessages(nodes),
    facts: nodes.flatMap(toFact).slice(-MAX_FACTS),
    panels: open.map(toPanel),
    record: latest ? { panel: latest.panel, recordId: latest.recordId ?? null } : null,
  };
}

/** The last messages, the first of them the user's: some providers take no conversation that they began themselves. */
function toMessages(nodes: readonly FoldedNode[]): Said[] {
  const recent = nodes.flatMap(toSaid).slice(-MAX_MESSAGES);
  const start = recent.findIndex(({ role }) => role === 'user');
  return start === -1 ? [] : recent.slice(start);
}

function toSaid(node: FoldedNode): Said[] {
  const message = readNode('message', node);
  return message && message.text.trim() !== '' ? [{ role: message.role === 'user' ? 'user' : 'assistant', text: clip(message.text) }] : [];
}

function toFact(node: FoldedNode): Json[] {
  const receipt = readNode('receipt', node);
  if (receipt) return [{ receipt: clip(receipt.text), status: receipt.status }];
  const records = readNode('records', node);
  if (records) return [{ records: records.title, items: records.items.slice(0, 10).map(({ id, label, detail }) => ({ id, label, detail: detail ?? null })) }];
  const question = readNode('question', node);
  if (question)
    return [{ question: question.question, choices: question.choices.slice(0, 10).map(({ label, detail }) => ({ label, detail: detail ?? null })) }];
  return [];
}

function toPanel({ panel, recordId, prefill, fields, outcomes, isComplete }: PanelView): Json {
  return { panel, recordId: recordId ?? null, filledIn: prefill, typedByUser: fields, outcomes, isSaved: isComplete };
}

const clip = (text: string) => (text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`);
