import { node, type ProposalInput } from '@countersign/core';

/** Says something and ends the run. */
export function say(text: string): ProposalInput {
  return { show: [node('message', { role: 'agent', text })], calls: [], isFinal: true };
}

/** Says what is missing. Where there is a language model, it is asked instead. */
export function sayIncomplete(text: string): ProposalInput {
  return { ...say(text), isIncomplete: true };
}

/** Opens a form of the product, filled in, and says so. Nothing is saved by it. */
export function openPanel(panel: string, prefill: Parameters<typeof node<'panel-open-command'>>[1]['prefill'], text: string): ProposalInput {
  return { show: [node('panel-open-command', { panel, prefill }), node('message', { role: 'agent', text })], calls: [], isFinal: true };
}

/** Whom to turn to with what one's role does not allow. */
export const notAllowed = (what: string) => say(`Your role may not ${what}. Ask an owner or a manager of the shop.`);
