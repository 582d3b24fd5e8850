import type { FaultPoint } from '@countersign/server';
import { ask, call, decide, look, propose, rest, say, task } from '../acts.ts';
import type { Scenario, Theme } from '../scenario.ts';
import { jordan } from './people.ts';
import { comes, holdGateway, startWorker, stopWorker, untilSettled } from './weather.ts';

const text = (body: string) => ['send_text', { clientId: '{jordan.id}', role: 'primary', body }] as const;
const run = look('/agent/runs/{task.runId}');

/** A worker that is gone at this point, in the middle of a call to the gateway. */
const struck = (point: FaultPoint): Scenario => ({
  shop: { proposer: 'calls' },
  acts: [...jordan, call('send_text', text('One.')[1]), comes({ strikeAt: point }), decide('approve'), run],
});

/** The same in the middle of a call whose effect is in the database. */
const struckInside = (point: FaultPoint): Scenario => ({
  shop: { proposer: 'calls' },
  acts: [comes({ strikeAt: point }), propose([[['create_client', { firstName: 'One' }]], [['create_client', { firstName: 'Two' }]]]), run],
});

/** A gateway that broke off and can only be asked, not told again. */
const doubtful = (gateway: 'breaks before' | 'breaks after', canFind: boolean, answers: readonly ('happened' | 'not_happened')[]): Scenario => ({
  shop: { proposer: 'calls', recovery: { by: 'verify' } },
  acts: [...jordan, call('send_text', text('One.')[1]), comes({ gateway, canFind }), decide('approve'), ...answers.map((answer) => decide(answer)), run],
});

/** What becomes of calls that left no result, and of runs whose worker is gone. */
export const recovery: Theme = {
  theme: 'recovery',
  scenarios: {
    'asked, the gateway has it': doubtful('breaks after', true, []),
    'asked, the gateway has no trace of it, and a human says it did not happen': doubtful('breaks before', true, ['not_happened']),
    'asked, the gateway cannot say, and a human says it happened': doubtful('breaks after', false, ['happened']),
    'asked, the gateway cannot say, and a human says it did not happen': doubtful('breaks before', false, ['not_happened']),
    'nobody can know, and the same is not sent meanwhile': {
      shop: { proposer: 'calls', recovery: { by: 'human' } },
      acts: [
        ...jordan,
        call('send_text', text('One.')[1], { keep: 'first' }),
        comes({ gateway: 'breaks after' }),
        decide('approve'),
        call('send_text', text('One.')[1], { keep: 'second' }),
        decide('approve'),
        decide('happened', { of: 'first', as: 'tech' }),
        decide('happened', { of: 'first', reason: 'He has answered.' }),
        call('send_text', text('One.')[1], { keep: 'third' }),
      ],
    },
    'a reminder in doubt is not pressed again': {
      shop: { proposer: 'calls', recovery: { by: 'human' } },
      acts: [
        comes({ gateway: 'breaks before' }),
        ask('GET', '/api/invoices?status=overdue&limit=1', undefined, { keep: 'late', isSilent: true }),
        call('send_invoice_reminder', { invoiceId: '{late.invoices.0.id}', channel: 'email', recipientRole: 'primary' }),
        decide('approve'),
        ask('POST', '/api/invoices/{late.invoices.0.id}/reminder', { channel: 'email' }),
        decide('not_happened'),
      ],
    },
    'a gateway that honours keys is told again': {
      shop: { proposer: 'calls' },
      acts: [...jordan, call('send_text', text('One.')[1]), comes({ gateway: 'breaks before' }), decide('approve'), run],
    },
    'a gateway that honours keys has it already': {
      shop: { proposer: 'calls' },
      acts: [...jordan, call('send_text', text('One.')[1]), comes({ gateway: 'breaks after' }), decide('approve'), run],
    },
    'the worker is gone before the intent': struck('before_intent'),
    'the worker is gone after the intent': struck('after_intent'),
    'the worker is gone after the effect': struck('after_effect'),
    'the worker is gone after the result': struck('after_result'),
    'the worker is gone before an effect in the database': struckInside('before_intent'),
    'the worker is gone after an effect in the database': struckInside('after_effect'),
    'the worker is gone after the result of an effect in the database': struckInside('after_result'),
    'a message waits for a worker': [stopWorker, task('Find Mai Nguyen', { waits: false }), look('/healthz'), startWorker, rest()],
    'a yes that is given while no worker is there': [
      ...jordan,
      say('Text Jordan Miles that the car is ready'),
      stopWorker,
      decide('approve', { waits: false }),
      startWorker,
      rest('said'),
    ],
    'a run is cancelled while its message is at the gateway': {
      shop: { proposer: 'calls' },
      acts: (() => {
        const { hold, untilHeld, release } = holdGateway();
        return [
          ...jordan,
          propose([[text('One.')], [['create_client', { firstName: 'Never' }]]]),
          hold,
          decide('approve', { waits: false }),
          untilHeld,
          ask('POST', '/agent/runs/{task.runId}/cancel'),
          release,
          untilSettled,
          run,
        ];
      })(),
    },
  },
};
