import { sendTick } from '@countersign/server/testing';
import { ask, call, decide, find, happens, look, newSession, propose, rest, say, task } from '../acts.ts';
import type { Theme } from '../scenario.ts';
import { jordan } from './people.ts';
import { startWorker, stopWorker } from './weather.ts';

const calls = { proposer: 'calls' } as const;
const overdue = 'Remind everyone whose invoice is more than 60 days overdue';
const all = (...first: ('approve' | 'deny')[]) => [...first, ...Array.from({ length: 50 }, () => 'approve' as const)];

/** What is worked on in the background. */
export const tasks: Theme = {
  theme: 'tasks',
  scenarios: {
    'everybody who is late is reminded, but for two who are not': [
      task(overdue),
      decide(all('approve', 'deny', 'approve', 'deny')),
      look('/agent/runs/{task.runId}'),
      task(overdue, { keep: 'again' }),
      decide('deny'),
    ],
    'everybody who is late, and nobody is to be reminded': [task(overdue, { intent: 'remind_overdue' }), decide('deny', { reason: 'Not in the holidays.' })],
    'nobody is that late': [task('Remind everyone whose invoice is more than 900 days overdue')],
    'what days cannot say is refused': [task('Remind everyone whose invoice is overdue except Mai Nguyen'), say('Remind everyone who owes more than $500')],
    'the same task by email, from a conversation': [say('Remind everyone whose invoice is more than 60 days overdue by email'), decide(all('deny'))],
    'the morning begins by itself': {
      shop: { hasSchedules: true },
      acts: [
        happens('it strikes eight in New York', (play) =>
          sendTick({ url: play.shop.crm.database.appUrl, schedule: 'overdue_reminders', timeZone: 'America/New_York' }),
        ),
        happens('a task waits for the owner', async (play) => {
          const run = await play.waitFor('the task of the morning', async () => {
            const { body } = await play.ask('owner', 'GET', '/agent/runs?limit=5&cause=background');
            return body.runs.find(({ status }: { status: string }) => status === 'awaiting_approval');
          });
          play.memory.task = run;
          play.follow('owner', run.sessionId);
        }),
        decide(all('deny')),
      ],
    },
    'a task is told once however often it is sent': {
      shop: calls,
      acts: [
        call('create_client', { firstName: 'Once' }, { idempotencyKey: 'one' }),
        call('create_client', { firstName: 'Once' }, { idempotencyKey: 'one' }),
        call('create_client', { firstName: 'Other' }, { idempotencyKey: 'one' }),
        call('create_client', { firstName: 'Once' }, { idempotencyKey: '$one' }),
      ],
    },
    'a message is the same message however often it is sent': [
      ...jordan,
      say('Text Jordan Miles that the car is ready', { id: 'one' }),
      say('Text Jordan Miles that the car is ready', { id: 'one' }),
      say('Text Jordan Miles something else', { id: 'one' }),
      newSession(),
      say('Find Jordan Miles', { id: 'one' }),
    ],
    'a task waits and is cancelled': {
      shop: calls,
      acts: [
        ...jordan,
        propose([[['send_text', { clientId: '{jordan.id}', role: 'primary', body: 'One.' }]], [['create_client', { firstName: 'Never' }]]]),
        ask('POST', '/agent/runs/{task.runId}/cancel'),
        ask('POST', '/agent/runs/{task.runId}/cancel'),
        decide('approve'),
        ask('POST', '/agent/runs/{task.runId}/resume'),
        look('/agent/runs/{task.runId}'),
      ],
    },
    'a task is cancelled before anybody has begun': {
      shop: calls,
      acts: [
        stopWorker,
        call('create_client', { firstName: 'Never' }, { waits: false }),
        ask('POST', '/agent/runs/{task.runId}/cancel'),
        startWorker,
        rest(),
        find('/api/clients?q=Never', 'found'),
      ],
    },
    'a task of many steps goes on in its own log': {
      shop: calls,
      acts: [
        propose([
          [
            ['find_clients', { query: 'Mai' }],
            ['find_invoices', { status: 'overdue', limit: 3 }],
            ['list_bays', {}],
          ],
          [
            ['create_client', { firstName: 'One' }],
            ['create_client', { firstName: 'Two' }],
          ],
          [
            ['find_clients', { query: 'One' }],
            ['find_clients', { query: 'Two' }],
          ],
          [['create_client', { firstName: 'Three' }]],
        ]),
        look('/agent/runs/{task.runId}'),
        look('/agent/runs?limit=5&cause=background'),
        look('/agent/sessions?kind=conversation'),
      ],
    },
    'a task that goes round in circles is stopped': {
      shop: calls,
      acts: [propose(Array.from({ length: 6 }, () => [['find_clients', { query: 'Mai' }] as const])), look('/agent/runs/{task.runId}')],
    },
  },
};
