import type { Json } from '../json.ts';
import { isFinal, type RunStatus } from '../run/run-status.ts';
import { type NodeProps, readNode, type SessionEvent } from './events.ts';

/** A keyed node as it stands after all operations on it. */
export interface FoldedNode {
  key: string;
  type: string;
  props: Record<string, Json>;
  seq: number;
  at: string;
  runId?: string;
}

/** A panel the agent asked the host to open. */
export interface PanelView {
  key: string;
  panel: string;
  recordId?: string;
  prefill: Record<string, Json>;
  /** The earlier command whose form this one fills on. */
  continues?: string;
  status: 'commanded' | 'open' | 'closed';
  /** What became of each field the agent filled. */
  outcomes: Record<string, string>;
  /** What the user typed since, as last reported. */
  fields: Record<string, Json>;
  /** True when the host saved the record of this panel. */
  isComplete: boolean;
  /** The record that was saved: for a new one the only place where its id is known. */
  savedId?: string;
}

export type Question = NodeProps<'question'> & { key: string };

/** The one fold of a session's log. Screen, proposer context and timeline are all read off it. */
export interface SessionView {
  last: number;
  /** In order of their first appearance. */
  nodes: readonly FoldedNode[];
  panels: readonly PanelView[];
  runs: Readonly<Record<string, RunStatus>>;
  /** The question that waits for an answer: the latest one nothing was said after. */
  question: Question | undefined;
}

export const emptyView: SessionView = { last: 0, nodes: [], panels: [], runs: {}, question: undefined };

/**
 * Folds one more event into the view. Pure; events at or before `view.last` change nothing, so delivery may repeat.
 *
 * @example events.reduce(applyEvent, emptyView)
 */
export function applyEvent(view: SessionView, event: SessionEvent): SessionView {
  if (event.seq <= view.last) return view;
  const next = { ...view, last: event.seq };
  switch (event.type) {
    case 'ui.append':
      return appendNode(next, event);
    case 'ui.replace':
      return replaceProps(next, event.key, event.props);
    case 'ui.remove':
      return removeNode(next, event.key);
    case 'run.status':
      return { ...next, runs: { ...next.runs, [event.runId]: event.status } };
    case 'run.step':
      return next;
    case 'panel.opened':
      return updatePanel(next, event.key, (panel) => ({ ...panel, status: 'open' }));
    case 'panel.patch':
      return updatePanel(next, event.key, (panel) => ({ ...panel, outcomes: { ...panel.outcomes, ...event.fields } }));
    case 'panel.field.update':
      return updatePanel(next, event.key, (panel) => ({ ...panel, fields: { ...panel.fields, ...event.fields } }));
    case 'panel.closed':
      return updatePanel(next, event.key, (panel) => ({ ...panel, status: 'closed' }));
    case 'goal.complete':
      return { ...next, panels: completePanels(next.panels, event.key, event.recordId) };
    default:
      // A later server may say things this client does not know yet.
      event satisfies never;
      return next;
  }
}

type Appended = Extract<SessionEvent, { type: 'ui.append' }>;

function appendNode(view: SessionView, event: Appended): SessionView {
  const { type, props } = event.node;
  const base = { key: event.key, type, props, seq: event.seq, at: event.at };
  const folded: FoldedNode = event.runId === undefined ? base : { ...base, runId: event.runId };
  const nodes = view.nodes.some((node) => node.key === event.key)
    ? view.nodes.map((node) => (node.key === event.key ? folded : node))
    : [...view.nodes, folded];
  const panel = readNode('panel-open-command', event.node);
  const question = readNode('question', event.node);
  const isUserMessage = readNode('message', event.node)?.role === 'user';
  return {
    ...view,
    nodes,
    panels: panel ? [...view.panels.filter((earlier) => earlier.key !== event.key), toPanelView(event.key, panel)] : view.panels,
    question: question ? { ...question, key: event.key } : isUserMessage ? undefined : view.question,
  };
}

/** Changes props of a node, and what was read off them: the question that waits, the panel that was asked for. */
function replaceProps(view: SessionView, key: string, props: Record<string, Json>): SessionView {
  const nodes = view.nodes.map((node) => (node.key === key ? { ...node, props: { ...node.props, ...props } } : node));
  const changed = nodes.find((node) => node.key === key);
  const question = changed && view.question?.key === key ? readNode('question', changed) : undefined;
  const command = changed && readNode('panel-open-command', changed);
  const replaced = { ...view, nodes, question: question ? { ...question, key } : view.question };
  return command ? updatePanel(replaced, key, (panel) => ({ ...panel, prefill: command.prefill })) : replaced;
}

/** Takes a node back. A form that is open already stays open; a command nobody followed yet is no more. */
function removeNode(view: SessionView, key: string): SessionView {
  return {
    ...view,
    nodes: view.nodes.filter((node) => node.key !== key),
    panels: view.panels.filter((panel) => panel.key !== key || panel.status !== 'commanded'),
    question: view.question?.key === key ? undefined : view.question,
  };
}

function toPanelView(key: string, props: NodeProps<'panel-open-command'>): PanelView {
  const { panel, recordId, prefill, continues } = props;
  const base: PanelView = { key, panel, prefill, status: 'commanded', outcomes: {}, fields: {}, isComplete: false };
  return { ...base, ...(recordId === undefined ? {} : { recordId }), ...(continues === undefined ? {} : { continues }) };
}

/** A save completes the command that its form came from, and with it the commands that had filled the same open form before. */
function completePanels(panels: readonly PanelView[], key: string | undefined, savedId: string): readonly PanelView[] {
  const saved = panels.find((panel) => panel.key === key);
  if (!saved) return panels;
  const filledOn = new Set([saved.key]);
  for (let earlier = saved.continues; earlier !== undefined && !filledOn.has(earlier); earlier = panels.find((panel) => panel.key === earlier)?.continues)
    filledOn.add(earlier);
  const isSameForm = ({ panel, recordId, status }: PanelView) =>
    status === 'open' && recordId !== undefined && panel === saved.panel && recordId === saved.recordId;
  return panels.map((panel) => (filledOn.has(panel.key) || isSameForm(panel) ? { ...panel, isComplete: true, savedId } : panel));
}

function updatePanel(view: SessionView, key: string | undefined, change: (panel: PanelView) => PanelView): SessionView {
  return { ...view, panels: view.panels.map((panel) => (panel.key === key ? change(panel) : panel)) };
}

/** True while a run of the session is at work or waiting. */
export function isWorking(view: SessionView): boolean {
  return Object.values(view.runs).some((status) => !isFinal(status) && status !== 'awaiting_approval' && status !== 'awaiting_human' && status !== 'paused');
}
