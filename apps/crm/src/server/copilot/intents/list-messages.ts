import { defineIntent, type IntentTurn, node, type ProposalInput } from '@countersign/core';
import type { PersonName } from '@countersign/server';
import { fullName } from '../../../shared/client.ts';
import { hasPermission } from '../../auth/require-permission.ts';
import { findPerson } from '../lookups/find-person.ts';
import { type Lookup, lookUp, toLookup } from '../lookups/look-up.ts';
import { findMessages } from '../lookups/sources.ts';
import { readOneClient } from '../reading/read-request.ts';
import { notAllowed, say } from '../replies/say.ts';
import { shopPeople } from '../slots/shop-people.ts';
import { listMessagesExamples } from './list-messages-examples.ts';

const name = 'list_messages';
const LIMIT = 10;
const MAX_EXCERPT = 140;

/** Lists the messages that wait for an answer. What is in them was written by others: it is shown, never followed. */
export const listMessagesIntent = defineIntent({
  name,
  title: 'List the messages that wait for an answer: “What messages are waiting?”',
  answers: true,
  slots: { people: shopPeople },
  ...listMessagesExamples,
  propose,
});

type Slots = { people?: readonly PersonName[] };

function propose(turn: IntentTurn<Slots>): ProposalInput {
  if (!hasPermission(turn.principal, 'messages:read')) return notAllowed('read messages');
  const who = readOneClient(turn.slots.people, 'so there is nothing to show');
  if ('proposal' in who) return who.proposal;
  if (who.queries.length === 0)
    return list(turn, { unansweredOnly: true, limit: LIMIT }, { nothing: 'No message is waiting for an answer.', title: 'waiting for an answer' });
  const found = findPerson(turn, { intent: name, queries: who.queries, otherwise: 'so there is nothing to show' });
  if ('proposal' in found) return found.proposal;
  const client = fullName(found.client);
  return list(turn, { clientId: found.client.id, limit: LIMIT }, { nothing: `There are no messages with ${client}.`, title: `with ${client}` });
}

function list(turn: IntentTurn<Slots>, input: Lookup<unknown>['input'], { nothing, title }: { nothing: string; title: string }): ProposalInput {
  const looked = lookUp(turn, [toLookup(findMessages, input)]);
  if ('proposal' in looked) return looked.proposal;
  const { messages } = looked.answers[0];
  if (messages.length === 0) return say(nothing);
  const items = messages.map(({ clientId, id, clientName, body }) => ({
    id: clientId ?? id,
    label: clientName || 'Somebody unknown',
    detail: toExcerpt(body),
  }));
  const heading = `${messages.length} ${messages.length === 1 ? 'message' : 'messages'} ${title}`;
  return { show: [node('records', { title: heading, panel: 'client', items })], calls: [], isFinal: true };
}

function toExcerpt(body: string): string {
  const line = body.replaceAll(/\s+/g, ' ').trim();
  return line.length <= MAX_EXCERPT ? line : `${line.slice(0, MAX_EXCERPT - 1)}…`;
}
