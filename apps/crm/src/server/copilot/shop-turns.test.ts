import { emptyView, node, readNode } from '@countersign/core';
import { describe, expect, it } from 'vitest';
import { append, effectsOf, type Played, panelsOf, play, wordsOf } from './testing/play-sentence.ts';
import { haveSavedQuote } from './testing/saved-quote.ts';
import { cars, invoices, jobs, quotes, services, shop } from './testing/shop.ts';

const questionOf = (played: Played) => {
  const folded = played.view.nodes.findLast((one) => one.type === 'question');
  const question = folded && readNode('question', folded);
  if (!folded || !question) throw new Error(`No question was asked: ${wordsOf(played)}`);
  return { ...question, key: folded.key };
};
const nothing = (played: Played) => expect([...effectsOf(played), ...panelsOf(played)]).toEqual([]);

/** Says something, expects this question with these candidates, and answers it. */
async function answer(text: string, question: string, { values, reply }: { values: readonly string[]; reply: string }): Promise<Played> {
  const asked = await play(text);
  nothing(asked);
  expect(questionOf(asked)).toMatchObject({ question, choices: values.map((value) => ({ value })) });
  return play(reply, { view: asked.view });
}

describe('what may be several is asked about, and the answer goes on with the sentence', () => {
  it('vehicles of a client', async () => {
    const values = [cars.civic.id, cars.f150.id];
    const played = await answer('New quote for Mary Stoneham: full detail', 'Which vehicle of Mary Stoneham is it?', { values, reply: 'the F-150' });
    expect(panelsOf(played)).toMatchObject([{ panel: 'quote', prefill: { vehicleId: cars.f150.id, lines: [{ serviceId: services.full.id }] } }]);
  });

  it('a vehicle the client does not have', async () => {
    const question = 'Jordan Miles has no Civic on file. Which vehicle is it?';
    const played = await answer('New quote for Jordan Miles: full detail on the Civic', question, { values: [cars.tahoe.id], reply: 'that one' });
    expect(panelsOf(played)).toMatchObject([{ prefill: { vehicleId: cars.tahoe.id } }]);
  });

  it('vehicles of one name', async () => {
    const played = await answer('Open the Civic', 'Which Civic do you mean?', { values: [cars.civic.id, cars.leeCivic.id], reply: 'Lee Wong' });
    expect(played.shown).toMatchObject([{ type: 'records', props: { panel: 'vehicle', items: [{ id: cars.leeCivic.id }] } }]);
  });

  it('services that are meant by the same words', async () => {
    const values = [services.wash.id, services.maintenance.id];
    const played = await answer('New quote for Jordan Miles: a wash', 'Which service is “wash”?', { values, reply: 'maintenance' });
    expect(panelsOf(played)).toMatchObject([{ prefill: { lines: [{ serviceId: services.maintenance.id }] } }]);
  });

  it('jobs of a client', async () => {
    const played = await answer('Mark the Stoneham job done', 'Which job is it?', { values: [jobs.maryCivic.id, jobs.maryTruck.id], reply: 'the second' });
    expect(effectsOf(played)).toEqual([{ tool: 'change_job_status', input: { jobId: jobs.maryTruck.id, status: 'done' } }]);
  });

  it('quotes of a client', async () => {
    const values = [quotes.maryCivic.id, quotes.maryTruck.id];
    const played = await answer('Send Mary Stoneham the quote by text', 'Which quote for Mary Stoneham do you mean?', { values, reply: '1003' });
    expect(effectsOf(played)).toEqual([{ tool: 'send_quote', input: { quoteId: quotes.maryTruck.id, channel: 'sms' } }]);
  });

  it('invoices of a client', async () => {
    const values = [invoices.maryOne.id, invoices.maryTwo.id];
    const played = await answer('Remind Mary Stoneham about her invoice', 'Which invoice of Mary Stoneham do you mean?', { values, reply: 'the first one' });
    expect(effectsOf(played)).toEqual([{ tool: 'send_invoice_reminder', input: { invoiceId: invoices.maryOne.id, channel: 'sms', recipientRole: 'primary' } }]);
  });

  it('two people of one name, and then their vehicles are looked up under the right one', async () => {
    const played = await answer('New quote for Sam Stone: full detail', 'Which Sam Stone do you mean?', {
      values: [shop.samOne.id, shop.samTwo.id],
      reply: '2',
    });
    expect(panelsOf(played)).toMatchObject([{ prefill: { clientId: shop.samTwo.id } }]);
    expect(wordsOf(played)).toContain('has no vehicle on file');
  });
});

describe('what is left out is asked for', () => {
  it('the time of a job', async () => {
    const asked = await play('Book it for next Tuesday', { view: haveSavedQuote(quotes.jordan.id) });
    nothing(asked);
    expect(questionOf(asked).question).toBe('At what time on Tue, Nov 24?');
    const view = asked.view;
    const picked = await play('10:00 AM', { view, pick: { key: questionOf(asked).key, value: '10:00' } });
    expect(panelsOf(picked)).toMatchObject([{ panel: 'job', prefill: { quoteId: quotes.jordan.id, startsAt: '2026-11-24T10:00' } }]);
  });

  it('the way of a quote', async () => {
    const asked = await play('Send Jordan the quote');
    nothing(asked);
    expect(questionOf(asked).question).toBe('How should quote 1001 go to Jordan Miles?');
    expect(effectsOf(await play('by email', { view: asked.view }))).toEqual([{ tool: 'send_quote', input: { quoteId: quotes.jordan.id, channel: 'email' } }]);
  });

  it('the amount of a refund', async () => {
    const asked = await play('Refund invoice 1042');
    nothing(asked);
    const picked = await play('All of it', { view: asked.view, pick: { key: questionOf(asked).key, value: 'all' } });
    expect(effectsOf(picked)).toEqual([{ tool: 'refund_invoice', input: { invoiceId: invoices.jordanPaid.id, amountCents: 30_000 } }]);
  });

  it.each([
    ['Book it for next Tuesday at 10am', 'Which quote do you mean?'],
    ['Cancel the Henderson job', 'Cancel: is it this one?'],
    ['mark it done', 'Mark as done: is it this one?'],
  ])('what is meant: %s', async (text, question) => {
    const asked = await play(text);
    nothing(asked);
    expect(questionOf(asked).question).toContain(question);
  });
});

describe('"it"', () => {
  it('is not a quote that is open and not saved', async () => {
    const key = 'run-0/0:0';
    const shown = append(emptyView, { type: 'ui.append', key, runId: 'run-0', node: node('panel-open-command', { panel: 'quote', prefill: {} }) });
    const played = await play('Book it for next Tuesday at 10am', { view: append(shown, { type: 'panel.opened', key, panel: 'quote' }) });
    nothing(played);
    expect(wordsOf(played)).toContain('Save it first');
  });

  it('is sent where it is the quote of the client that is named, and another is asked about', async () => {
    const view = haveSavedQuote(quotes.maryTruck.id);
    expect(effectsOf(await play('Send it by text', { view }))).toEqual([{ tool: 'send_quote', input: { quoteId: quotes.maryTruck.id, channel: 'sms' } }]);
    expect(effectsOf(await play('Send Mary the quote by text', { view }))).toEqual([
      { tool: 'send_quote', input: { quoteId: quotes.maryTruck.id, channel: 'sms' } },
    ]);
    expect(effectsOf(await play('Send Jordan the quote by text', { view }))).toEqual([
      { tool: 'send_quote', input: { quoteId: quotes.jordan.id, channel: 'sms' } },
    ]);
  });

  it('is the quote of the one of two people of a name', async () => {
    const view = haveSavedQuote(quotes.samTwo.id);
    expect(effectsOf(await play('Send Sam the quote by text', { view }))).toEqual([
      { tool: 'send_quote', input: { quoteId: quotes.samTwo.id, channel: 'sms' } },
    ]);
    nothing(await play('Send Sam the quote by text'));
  });

  it('is the job that was shown', async () => {
    const { view } = await play('open job 52');
    expect(effectsOf(await play('mark it done', { view }))).toEqual([{ tool: 'change_job_status', input: { jobId: jobs.jordan.id, status: 'done' } }]);
  });
});

it('a car of no list of makes is found where nobody is called that', async () => {
  const played = await play('Find the Zonda');
  expect(played.shown).toMatchObject([{ type: 'records', props: { panel: 'vehicle', items: [{ id: cars.zonda.id, label: '2006 Pagani Zonda' }] } }]);
});

describe('what cannot be is said', () => {
  it.each([
    ['Book Jordan for a full detail yesterday at 10', 'over already'],
    ['book quote 1004 for Friday at 10', 'is declined'],
    ['Mark the Lee job done', 'is done already'],
    ['Mark the Zimmerman job done', 'I found no job of Zimmerman'],
    ['Refund $400 on invoice 1042', '$300.00 can be refunded on invoice 1042, not $400.00'],
    ['refund $10 on invoice 1046', 'all of it was refunded'],
    ['Remind Jordan about his invoice', 'Jordan Miles has no open invoice'],
    ['Jordan Miles paid $20 in cash', 'Jordan Miles has no open invoice'],
    ['Linh Nguyen paid $900 in cash', '$200.00 is owed on invoice 1043'],
    ['How much does Jordan owe us?', 'Jordan Miles owes nothing'],
    ['New quote for Zoe: full detail', 'I found no client called Zoe, so I opened nothing.'],
    ['open invoice 9999', 'I found no invoice 9999'],
    ['what do we charge for a window tint', 'I found no “window tint” in the catalogue'],
    ['Open the Lamborghini', 'I found no Lamborghini among the vehicles'],
  ])('%s: %s', async (text, words) => {
    const played = await play(text);
    expect(wordsOf(played)).toContain(words);
    expect(panelsOf(played)).toEqual([]);
  });

  it('a service that is not offered is left out of the form and named', async () => {
    const played = await play('New quote for Jordan Miles: full detail and window tint');
    expect(panelsOf(played)).toMatchObject([{ prefill: { lines: [{ serviceId: services.full.id }] } }]);
    expect(wordsOf(played)).toContain('I found no “window tint” in the catalogue');
  });

  it('a refund above the limit is an owner’s', async () => {
    const manager = await play('Refund $150 on invoice 1042', { roles: ['manager'] });
    nothing(manager);
    expect(wordsOf(manager)).toContain('Your role may refund up to $100.00 on one invoice');
    expect(effectsOf(await play('Refund $150 on invoice 1042'))).toEqual([
      { tool: 'refund_invoice', input: { invoiceId: invoices.jordanPaid.id, amountCents: 15_000 } },
    ]);
    expect(wordsOf(await play('Refund $30 on invoice 1047', { roles: ['manager'] }))).toContain('$80.00 of it was refunded before');
  });
});

describe('roles', () => {
  it.each([
    ['Which invoices are overdue?', 'see invoices'],
    ['How much does the Nguyen account owe us?', 'see what clients owe'],
    ['New quote for Jordan Miles: full detail', 'write quotes'],
    ['Send Jordan the quote by text', 'send quotes'],
    ['Book Jordan for a full detail on Friday at 2', 'plan jobs'],
    ['Refund $40 on invoice 1042', 'refund money'],
    ['Remind the Nguyens about their invoice', 'send reminders'],
    ['Linh Nguyen paid $20 in cash', 'record payments'],
    ['Add a Tesla for Jordan Miles', 'add vehicles'],
    ['Open invoice 1042', 'see invoices'],
    ['Cancel the Henderson job', 'cancel jobs'],
    ['What messages are waiting?', 'read messages'],
  ])('a technician is told at once: %s', async (text, what) => {
    const played = await play(text, { roles: ['technician'] });
    expect(played.calls).toEqual([]);
    expect(wordsOf(played)).toContain(`Your role may not ${what}`);
  });

  it.each(["What's on the calendar tomorrow?", "Open the Tahoe's record", 'How much is a full detail?', 'Mark the Henderson job done'])(
    'a technician may: %s',
    async (text) => {
      const played = await play(text, { roles: ['technician'] });
      expect(played.calls.length).toBeGreaterThan(0);
      expect(wordsOf(played)).not.toContain('Your role');
    },
  );
});
