import { defineIntent, type IntentTurn, type ProposalInput } from '@countersign/core';
import type { PersonName } from '@countersign/server';
import { fullName } from '../../../shared/client.ts';
import { hasPermission } from '../../auth/require-permission.ts';
import { findPerson } from '../lookups/find-person.ts';
import { findQuote, findQuoteInHand } from '../lookups/find-quote.ts';
import { type Channel, readChannel } from '../reading/read-channel.ts';
import { findRecent, isAboutMany, readOneClient } from '../reading/read-request.ts';
import { ask } from '../replies/choose-one.ts';
import { notAllowed, say, sayIncomplete } from '../replies/say.ts';
import { findRecordNumbers, recordNumber } from '../slots/record-number.ts';
import { shopPeople } from '../slots/shop-people.ts';
import { vehicleWords } from '../slots/vehicle-words.ts';
import { sendQuoteExamples } from './send-quote-examples.ts';

const name = 'send_quote';
const otherwise = 'so I sent nothing';

/** Sends a client one quote, by text or email, after somebody approved it. */
export const sendQuoteIntent = defineIntent({
  name,
  title: 'Send a client a quote, once you approve it: “Send Jordan the quote by text”',
  slots: { people: shopPeople, number: recordNumber, vehicle: vehicleWords },
  ...sendQuoteExamples,
  propose,
});

type Slots = { people?: readonly PersonName[] };

function propose(turn: IntentTurn<Slots>): ProposalInput {
  const { text, principal } = turn;
  if (!hasPermission(principal, 'quotes:read') || !hasPermission(principal, 'messages:send')) return notAllowed('send quotes');
  if (isAboutMany(text)) return say('I send one quote at a time, so I sent nothing. Tell me which one.');
  const who = readOneClient(turn.slots.people, otherwise);
  if ('proposal' in who) return who.proposal;
  const number = findRecordNumbers(text).find(({ value }) => value.kind !== 'invoice' && value.kind !== 'job')?.value.number;
  if (number === undefined && who.queries.length === 0 && findRecent(turn, 'quote') === undefined)
    return sayIncomplete('Which quote should I send? Tell me whose it is, such as “Send Jordan the quote by text”.');
  const found = findWanted(turn, who.queries, number);
  if ('proposal' in found) return found.proposal;
  const { quote } = found;
  const channel = readChannel(text) ?? (turn.picked.channel as Channel | undefined);
  if (channel === undefined) {
    const choices = [
      { value: 'sms', label: 'By text' },
      { value: 'email', label: 'By email' },
    ];
    return ask(turn, { intent: name, slot: 'channel', question: `How should quote ${quote.number} go to ${quote.clientName}?`, choices });
  }
  return { calls: [{ tool: 'send_quote', input: { quoteId: quote.id, channel } }], isFinal: true };
}

function findWanted(turn: IntentTurn<Slots>, queries: readonly string[], number: number | undefined): ReturnType<typeof findQuote> {
  const states = ['draft', 'sent', 'accepted'] as const;
  if (queries.length === 0) return findQuote(turn, { intent: name, otherwise, number, states });
  const inHand = number === undefined ? findQuoteInHand(turn, queries) : undefined;
  if (inHand) return inHand;
  const person = findPerson(turn, { intent: name, queries, otherwise });
  if ('proposal' in person) return person;
  const client = { id: person.client.id, name: fullName(person.client) };
  const found = findQuote(turn, { intent: name, otherwise, number, client, states });
  if ('proposal' in found || found.quote.clientId === client.id) return found;
  return { proposal: say(`Quote ${found.quote.number} is for ${found.quote.clientName}, not for ${client.name}, ${otherwise}.`) };
}
