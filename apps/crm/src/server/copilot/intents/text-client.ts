import { defineIntent, type IntentTurn, type ProposalInput } from '@countersign/core';
import { fullName } from '../../../shared/client.ts';
import { hasPermission } from '../../auth/require-permission.ts';
import { sendTextName } from '../../messages/tools.ts';
import { findPerson } from '../lookups/find-person.ts';
import { say } from '../replies/say.ts';
import { type TextRequest, textBody, textRequest } from '../slots/text-request.ts';
import { toTextMessage } from '../slots/to-text-message.ts';

const name = 'text_client';

/** Texts one client, after somebody approved the very words and the number. */
export const textClientIntent = defineIntent({
  name,
  title: 'Text a client, once you approve it: “Text Jordan Miles that the car is ready”',
  slots: { people: textRequest, text: textBody },
  examples: [
    'text {people} {text}',
    'text {people}: {text}',
    'text {people}',
    'text 555-310-9911 {text}',
    'text somebody@example.com {text}',
    'send a text to 555-310-9911 {text}',
    'text the customer {people} {text}',
    'text our client {people} {text}',
    'text {text} to {people}',
    'text {people} about the car',
    'text {people} about the job',
    'message {people} about the appointment',
    'text a customer',
    'text everyone {text}',
    'text all customers {text}',
    'texting {people} {text}',
    'message {people} {text}',
    'message {people}',
    'message the client {people} {text}',
    'message everybody {text}',
    'sms {people} {text}',
    'sms to {people} {text}',
    'msg {people} {text}',
    'tell {people} {text}',
    'tell the customer {people} {text}',
    'tell all clients {text}',
    'let {people} {text}',
    'let {people} know {text}',
    'let the client {people} know {text}',
    'send {people} a text {text}',
    'send {people} {text}',
    'send {people} a message {text}',
    'send {people} a text',
    'send a text to {people} {text}',
    'send a text to {people}',
    'send a message to {people} {text}',
    'send a text message to {people} {text}',
    'send an sms to {people} {text}',
    'send the text {text} to {people}',
    'send a text',
    'shoot {people} a text {text}',
    'shoot a text to {people} {text}',
    'drop {people} a line {text}',
    'write {people} a text {text}',
    'write a message to {people} {text}',
    'notify {people} {text}',
    'inform {people} {text}',
    'ping {people} {text}',
    'remind {people} {text}',
    'ask {people} {text}',
    'can you text {people} {text}',
    'could you text {people} {text}',
    'would you let {people} know {text}',
    'I want to text {people} {text}',
    "I'd like to send {people} a text {text}",
    'I need to tell {people} {text}',
    'go ahead and text {people} {text}',
    'a text to {people} {text}',
    'new text to {people} {text}',
    'give {people} a heads up {text}',
    'send word to {people} {text}',
    'pass on to {people} {text}',
    'contact {people} by text {text}',
    'reach out to {people} by text {text}',
    'tell client {people} {text}',
    'txt {people} {text}',
    'send message to {people} {text}',
    'send text {people} {text}',
    'send a text over to {people} {text}',
    'send {people} the following text {text}',
    'send {people} the following message {text}',
  ],
  counterExamples: [
    'email {people} {text}',
    'email {people} that the car is ready',
    'email {people} saying hello',
    'send {people} an email {text}',
    'send {people} an email saying the car is ready',
    'send an email to {people} that the car is ready',
    'mail {people} the invoice',
    'send {people} the invoice',
    'send {people} an invoice for 200 dollars',
    'send the report to {people}',
    'send flowers to {people}',
    'call {people} and say the car is ready',
    'call {people} that the car is ready',
    'fax {people} {text}',
    'whatsapp {people} {text}',
    'tweet that we are open',
    'post on Facebook that we are closed',
    'tell me about cars',
    'tell me the news',
    'let me know when it is done',
    'let me in',
    'message from {people}',
    'reply to the last message',
    'unsend the text',
    'cancel the text to {people}',
    'block texts from {people}',
  ],
  propose,
});

type Slots = { people?: TextRequest; text?: string };

function propose(turn: IntentTurn<Slots>): ProposalInput {
  const request = turn.slots.people;
  const [likeliest] = request?.readings ?? [];
  if (!hasPermission(turn.principal, 'messages:send')) return say('Your role may not send texts. Ask an owner or a manager of the shop.');
  if (request?.isGroup) return say('I text one client at a time, so I sent nothing. Tell me whom to text first.');
  if (!request || !likeliest) return say('Whom should I text, and what should it say? Tell me both, such as “Text Jordan Miles that the car is ready”.');
  if (request.others.length > 0) {
    return say(`I text one client at a time, so I sent nothing. Tell me first what to text ${likeliest.query}, then ${request.others.join(' and ')}.`);
  }
  if (request.isDeferred)
    return say('I cannot send a text later or on a condition, only as soon as you approve it, so I sent nothing. Tell me again when it is time.');
  const readings = request.readings.filter(({ body }) => body !== undefined);
  if (readings.length === 0)
    return say(`What should the text to ${likeliest.query} say? Tell me in one sentence, such as “Text ${likeliest.query} that the car is ready”.`);
  if (readings.some(({ body }) => body && !body.isExact && hasSecondOrder(body.words))) {
    return say(`I cannot tell where the text ends, so I sent nothing. Put its words in quotation marks: Text ${likeliest.query} “…”.`);
  }
  return textPerson(turn, readings);
}

/** What sounds like the next order, or the next person, rather than the end of a text: "… is ready. Then delete him", "… and Mia that hers is not". */
const SECOND_ORDER =
  /(?:[.;!]\s+|\n\s*|,?\s+and\s+)(?:and\s+)?(?:then\s+|also\s+)*(?:find|delete|remove|erase|create|add|change|update|book|cancel|refund|charge|email|text|tell)\s+(?:\p{Lu}|him|her|them|all|every|the\s+(?:client|customer)|a\s+(?:new\s+)?(?:client|customer))|\band\s+\p{Lu}\p{L}+(?:\s+\p{Lu}\p{L}+)?\s+that\b/u;

function hasSecondOrder(words: string): boolean {
  // A capital at the beginning of a sentence says nothing; elsewhere it is a name.
  return SECOND_ORDER.test(words.replaceAll(/(?:[.;!]\s+|\n\s*)\p{Lu}/gu, (opening) => opening.toLowerCase()));
}

function textPerson(turn: IntentTurn<Slots>, readings: TextRequest['readings']): ProposalInput {
  const found = findPerson(turn, { intent: name, queries: readings.map(({ query }) => query), otherwise: 'so I sent nothing' });
  if ('proposal' in found) return found.proposal;
  const { client, query } = found;
  if (!client.phone)
    return say(`${fullName(client)} has no phone number on file, so I sent nothing. Add one first: “Change ${fullName(client)}’s phone to …”.`);
  const body = readings.find((reading) => reading.query === query)?.body;
  if (!body) return say(`I found ${fullName(client)}, but not what the text should say. Put it in quotation marks: Text ${fullName(client)} “…”.`);
  return { calls: [{ tool: sendTextName, input: { clientId: client.id, role: 'primary', body: toTextMessage(body, client.firstName) } }], isFinal: true };
}
