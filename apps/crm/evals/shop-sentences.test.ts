import { describe, expect, it } from 'vitest';
import { copilotIntents } from '../src/server/copilot/intents/index.ts';
import { effectsOf, type Played, panelsOf, play, wordsOf } from '../src/server/copilot/testing/play-sentence.ts';
import { haveSavedQuote } from '../src/server/copilot/testing/saved-quote.ts';
import { invoices, quotes, shop } from '../src/server/copilot/testing/shop.ts';
import {
  balanceSentences,
  bookItSentences,
  bookSentences,
  calendarSentences,
  invoiceSentences,
  jobStatusSentences,
  messageSentences,
  openSentences,
  priceSentences,
  quoteSentences,
  refundSentences,
  reminderSentences,
  sendQuoteSentences,
  vehicleSentences,
} from './shop-sentences.ts';

/** Opens this form with exactly these fields, and does nothing else. */
function expectForm(played: Played, panel: string, prefill: object): void {
  expect(panelsOf(played), wordsOf(played)).toEqual([{ panel, prefill }]);
  expect(effectsOf(played)).toEqual([]);
}

/** Makes exactly this call, and opens nothing. */
function expectCall(played: Played, tool: string, input: object): void {
  expect(effectsOf(played), wordsOf(played)).toEqual([{ tool, input }]);
  expect(panelsOf(played)).toEqual([]);
}

/** Asks this of the shop, changes nothing, and shows what was found. */
function expectAnswer(played: Played, tool: string, input: object): void {
  expect(played.calls.at(-1), wordsOf(played)).toMatchObject({ tool, input });
  expect([...effectsOf(played), ...panelsOf(played)]).toEqual([]);
  expect(played.shown.length).toBeGreaterThan(0);
}

describe('a new quote', () => {
  it.each(quoteSentences)('%s', async (text, prefill) => expectForm(await play(text), 'quote', prefill));
});

describe('booking the quote of this conversation', () => {
  it.each(bookItSentences)('%s', async (text, prefill) => expectForm(await play(text, { view: haveSavedQuote(quotes.jordan.id) }), 'job', prefill));
});

describe('a new job', () => {
  it.each(bookSentences)('%s', async (text, prefill) => expectForm(await play(text), 'job', prefill));
});

describe('the status of a job', () => {
  it.each(jobStatusSentences)('%s', async (text, input) => expectCall(await play(text), 'change_job_status', input));
});

describe('the calendar', () => {
  it.each(calendarSentences)('%s', async (text, days) => expectAnswer(await play(text), 'find_jobs', days));
});

describe('invoices', () => {
  it.each(invoiceSentences)('%s', async (text, input) => expectAnswer(await play(text), 'find_invoices', input));
});

describe('what a client owes', () => {
  it.each(balanceSentences)('%s', async (text) => {
    const played = await play(text);
    expectAnswer(played, 'get_client_balance', { clientId: shop.linh.id });
    expect(wordsOf(played)).toContain('Linh Nguyen owes $200.00, all of it overdue.');
  });

  it('of everybody is the sum', async () => {
    expect((await play('How much are we owed in all?')).shown[0]?.props.title).toBe('$500.00 owed on 3 open invoices');
  });
});

describe('sending a quote', () => {
  it.each(sendQuoteSentences)('%s', async (text, input) => expectCall(await play(text), 'send_quote', input));
});

describe('a refund', () => {
  it.each(refundSentences)('%s', async (text, input) => expectCall(await play(text), 'refund_invoice', input));
});

describe('a reminder of an invoice', () => {
  it.each(reminderSentences)('%s', async (text, input) => expectCall(await play(text), 'send_invoice_reminder', { ...input, recipientRole: 'primary' }));
});

describe('a new vehicle', () => {
  it.each(vehicleSentences)('%s', async (text, prefill) => expectForm(await play(text), 'vehicle', prefill));
});

describe('opening a record', () => {
  it.each(openSentences)('%s', async (text, { panel, id }) => {
    const played = await play(text);
    expect(played.shown, wordsOf(played)).toMatchObject([{ type: 'records', props: { panel, items: [{ id }] } }]);
    expect(effectsOf(played)).toEqual([]);
  });
});

describe('what a service costs', () => {
  it.each(priceSentences)('%s', async (text, words) => {
    const played = await play(text);
    expect(wordsOf(played)).toContain(words);
    expect([...effectsOf(played), ...panelsOf(played)]).toEqual([]);
  });
});

describe('messages', () => {
  it.each(messageSentences)('%s', async (text) => expectAnswer(await play(text), 'find_messages', { unansweredOnly: true }));
});

describe('a payment', () => {
  it.each([
    ['Mary Stoneham paid $50 in cash on invoice 1044', invoices.maryOne.id, 5_000, 'cash'],
    ['record a payment of $100 by card on invoice 1044', invoices.maryOne.id, 10_000, 'card'],
    ['Linh Nguyen paid by check', invoices.linh.id, 20_000, 'check'],
    ['mark invoice 1043 as paid by bank transfer', invoices.linh.id, 20_000, 'transfer'],
    ['we got 200 dollars from Linh Nguyen in cash', invoices.linh.id, 20_000, 'cash'],
  ] as const)('is recorded once a button says so: %s', async (text, invoiceId, amountCents, method) => {
    const asked = await play(text);
    expect(effectsOf(asked)).toEqual([]);
    const question = asked.view.nodes.findLast((node) => node.type === 'question');
    const sure = await play('yes', { view: asked.view, pick: { key: question?.key ?? '', value: 'yes' } });
    expectCall(sure, 'record_payment', { invoiceId, amountCents, method });
  });

  it('asks how it was paid where that is not said, and then needs no second button', async () => {
    const asked = await play('Linh Nguyen paid $200');
    expect(asked.shown).toMatchObject([
      { type: 'question', props: { slot: 'method', choices: [{ label: 'Cash' }, { label: 'Card' }, { label: 'Check' }, { label: 'Bank transfer' }] } },
    ]);
    expectCall(await play('card', { view: asked.view }), 'record_payment', { invoiceId: invoices.linh.id, amountCents: 20_000, method: 'card' });
  });
});

it('has no sentence of the tables among what it learns from', () => {
  const learned = new Set(
    copilotIntents.flatMap(({ examples, counterExamples = [] }) => [...examples, ...counterExamples].filter((example) => example.includes('{'))),
  );
  const tables: readonly (readonly string[] | readonly (readonly [string, unknown])[])[] = [
    ...[quoteSentences, bookItSentences, bookSentences, jobStatusSentences, calendarSentences, invoiceSentences, balanceSentences],
    ...[sendQuoteSentences, refundSentences, reminderSentences, vehicleSentences, openSentences, priceSentences, messageSentences],
  ];
  const texts = tables.flatMap((table) => table.map((row) => (typeof row === 'string' ? row : row[0])));
  expect(texts.length).toBeGreaterThan(250);
  expect(texts.filter((text) => learned.has(text))).toEqual([]);
});
