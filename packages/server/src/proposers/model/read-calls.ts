import { type Agent, type Json, node, type PanelOffer, type ProposedCall, type UiNode } from '@countersign/core';
import { ASK_USER, askUserInput, toPanelInput, toPanelTool } from '../../prompts/to-model-tools.ts';
import { MODEL_INTENT } from '../rules/create-rules-proposer.ts';
import type { RepliedCall } from './collect-reply.ts';

/** A reply's calls, sorted by what becomes of them. */
export interface ReadCalls {
  /** For the host's tools, in the model's order. */
  calls: ProposedCall[];
  /** Questions and forms: with one of these the turn is the user's. */
  nodes: UiNode[];
  /** What was wrong with a question or a form, in words for the model. */
  problems: string[];
}

/** Sorts the calls of a reply. Nothing is judged here that disposing judges: unknown tools and bad inputs go on as they came. */
export function readCalls(agent: Agent, request: string, replied: readonly RepliedCall[]): ReadCalls {
  const read: ReadCalls = { calls: [], nodes: [], problems: [] };
  const own = new Set(agent.tools.map((tool) => tool.name));
  for (const call of replied) {
    const input = toInput(call.arguments);
    const panel = agent.panels.find((candidate) => toPanelTool(candidate) === call.tool);
    if (own.has(call.tool) || (call.tool !== ASK_USER && !panel)) read.calls.push({ tool: call.tool, input });
    else if (panel) readPanel(read, panel, input);
    else readQuestion(read, request, input);
  }
  return read;
}

/** No arguments at all mean none; what is no JSON stays text, and disposing tells the model what is wrong with it. */
function toInput(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function readQuestion(read: ReadCalls, request: string, input: unknown): void {
  const parsed = askUserInput.safeParse(input);
  if (!parsed.success) {
    read.problems.push(`${ASK_USER}: ${parsed.error.issues.map(({ message }) => message).join('; ')}`);
    return;
  }
  const { question, choices } = parsed.data;
  if (choices.length === 0) {
    read.nodes.push(node('message', { role: 'agent', text: question }));
    return;
  }
  const options = choices.map(({ label, detail }) => ({ value: label, label, ...(detail === undefined ? {} : { detail }) }));
  read.nodes.push(node('question', { question, intent: MODEL_INTENT, text: request, slot: 'choice', picked: {}, choices: options }));
}

/** Fields that the form would not take are left out: the user sees the form, not the attempt. */
function readPanel(read: ReadCalls, panel: PanelOffer, input: unknown): void {
  const given = typeof input === 'object' && input !== null ? (input as { recordId?: unknown; fields?: unknown }) : {};
  const fields = typeof given.fields === 'object' && given.fields !== null ? Object.entries(given.fields) : [];
  const valid = fields.filter(([name, value]) => Object.hasOwn(panel.fields.shape, name) && panel.fields.partial().safeParse({ [name]: value }).success);
  const recordId = toPanelInput(panel).shape.recordId.safeParse(given.recordId);
  const prefill = Object.fromEntries(valid) as Record<string, Json>;
  const command = { panel: panel.name, prefill, ...(recordId.data === undefined ? {} : { recordId: recordId.data }) };
  read.nodes.push(node('panel-open-command', command));
}
