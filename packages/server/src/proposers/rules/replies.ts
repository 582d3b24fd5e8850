import { type Agent, node, type ProposalInput } from '@countersign/core';
import type { Intent } from '@countersign/core/internal';
import type { ProposerReply } from '../proposer.ts';

/** Says something and ends the run: nothing is called, so nothing can change. */
function say(text: string): ProposalInput {
  return { show: [node('message', { role: 'agent', text })], calls: [], isFinal: true };
}

const list = (agent: Agent) => agent.intents.map((intent) => `• ${intent.title}`).join('\n');

export const toHelp = (agent: Agent) => say(`${agent.description}\n\nI can:\n${list(agent)}`);

export const toUnknown = (agent: Agent) => say(`That is nothing I can do, so I changed nothing. What I can do:\n${list(agent)}`);

export const toNegated = () => say('You told me what not to do, so I did nothing. Tell me what I should do instead.');

export const toAboutDoing = (intent: Pick<Intent<unknown>, 'title'>) =>
  say(`I did nothing, because that was not a request to do something now. I can do this when you ask for it:\n• ${intent.title}`);

export const toCompound = () => say('That is more than one thing, and I do one at a time, so I did nothing yet. Tell me the first one on its own.');

export const toDropped = () => say('All right, I left it at that. Nothing was changed.');

export const toStaleQuestion = () => say('That question is no longer open, so I did nothing. Ask me again.');

/** What a sentence may ask for, as a question; the picked one goes on with the same sentence. */
export function toWhichIntent(text: string, intents: readonly Pick<Intent<unknown>, 'name' | 'title'>[]): ProposalInput {
  const choices = intents.map(({ name, title }) => ({ value: name, label: title }));
  const question = {
    question: 'I am not sure what you want me to do. Which is it?',
    intent: intents[0]?.name ?? '',
    text,
    slot: INTENT_SLOT,
    picked: {},
    choices,
  };
  return { show: [node('question', question)], calls: [], isFinal: true };
}

/** The slot of a question about what is wanted at all. */
export const INTENT_SLOT = '$intent';

/** Nothing of what was asked for is done, so the run must not read as done. */
export const toRetired = (): ProposerReply => ({
  show: [
    node('message', { role: 'agent', text: 'I cannot do that any more: it has been taken out of this product since it was asked for. Nothing was changed.' }),
  ],
  end: { status: 'failed', reason: 'unknown_intent' },
});
