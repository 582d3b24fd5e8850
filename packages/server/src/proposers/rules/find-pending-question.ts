import { type Question, readNode, type SessionView } from '@countersign/core';

/**
 * The question a run's message may be answering: the latest one before the message that nobody has said anything after.
 * Read off the nodes, because the message itself ends the question in the fold, and later steps must still see it.
 */
export function findPendingQuestion(view: SessionView, runId: string): Question | undefined {
  const own = findOwnMessage(view, runId);
  const before = own ? view.nodes.slice(0, view.nodes.indexOf(own)) : view.nodes;
  const latest = before.findLast((node) => node.type === 'question' || readNode('message', node)?.role === 'user');
  return latest && toQuestion(latest);
}

/** The message that caused a run; undefined for a run that a task or a schedule caused. */
export function findOwnMessage(view: SessionView, runId: string): SessionView['nodes'][number] | undefined {
  return view.nodes.findLast((node) => node.runId === runId && readNode('message', node)?.role === 'user');
}

/** The question with a key, however old: a picked choice names its question. */
export function findQuestion(view: SessionView, key: string): Question | undefined {
  const found = view.nodes.find((node) => node.key === key);
  return found && toQuestion(found);
}

function toQuestion(folded: SessionView['nodes'][number]): Question | undefined {
  const props = readNode('question', folded);
  return props && { ...props, key: folded.key };
}
