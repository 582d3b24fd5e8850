import { ask, call, decide, happens, look, propose, say, task } from '../acts.ts';
import { asSuperuser } from '../clock.ts';
import type { Theme } from '../scenario.ts';
import { jordan, openInvoice } from './people.ts';

const calls = { proposer: 'calls' } as const;
const breakTable = (sql: string) =>
  happens(`the database: ${sql}`, (play) => asSuperuser(play.shop.crm.database.superUrl, async (client) => void (await client.query(sql))));
/** No client may be called so: what a service does not expect. */
const taboo = breakTable("alter table crm.clients add constraint taboo check (first_name <> 'Taboo') not valid");

/** Calls that fail, and that nobody claims to have succeeded. */
export const failures: Theme = {
  theme: 'failures',
  scenarios: {
    'an error of the database is a failed call, and what was before it stays': {
      shop: calls,
      acts: [
        taboo,
        propose([
          [
            ['create_client', { firstName: 'Before' }],
            ['create_client', { firstName: 'Taboo' }],
            ['create_client', { firstName: 'After' }],
          ],
        ]),
        look('/agent/runs/{task.runId}'),
      ],
    },
    'a rule of the shop is a refusal in its own words': {
      shop: calls,
      acts: [
        ...jordan,
        ...openInvoice,
        propose([
          [['record_payment', { invoiceId: '{invoice.id}', amountCents: 20_001, method: 'cash' }]],
          [['issue_invoice', { invoiceId: '{invoice.id}' }]],
          [['update_client', { clientId: '{jordan.id}', version: 7, notes: 'Late.' }]],
        ]),
      ],
    },
    'an input that does not parse, and a tool that is not there': {
      shop: calls,
      acts: [
        propose([[['create_client', { firstName: '' }]], [['create_client', { input: { firstName: 'Nested' } }]], [['create_cliend', { firstName: 'Typo' }]]]),
        propose([[['no_such_tool', {}]], [['no_other_tool', {}]], [['find_clients', { query: 'x' }]]]),
      ],
    },
    'equal calls of one reply': {
      shop: calls,
      acts: [
        ...jordan,
        propose([
          [
            ['send_text', { clientId: '{jordan.id}', role: 'primary', body: 'One.' }],
            ['send_text', { clientId: '{jordan.id}', role: 'primary', body: 'One.' }],
          ],
        ]),
        decide('approve'),
      ],
    },
    'a search that fails is said so': [
      breakTable('revoke select on crm.invoices from countersign_app'),
      say('Which invoices are overdue?'),
      task('Remind everyone whose invoice is more than 60 days overdue'),
      breakTable('grant select on crm.invoices to countersign_app'),
    ],
    'a proposer that breaks fails the run': { shop: calls, acts: [say('this is no JSON'), task('nor is this'), look('/agent/runs/{task.runId}')] },
    'requests that are wrong': [
      ask('POST', '/agent/sessions', { agent: 'nobody' }),
      ask('POST', '/agent/sessions', {}),
      ask('POST', '/agent/runs', { agent: 'copilot', task: 'x', intent: 'no_such_intent' }),
      ask('POST', '/agent/runs', { agent: 'copilot', task: '' }),
      ask('POST', '/agent/sessions/none/messages', { text: 'x', clientMessageId: 'x' }),
      ask('GET', '/agent/nothing'),
      ask('POST', '/agent/approvals/decisions', { requestId: '00000000-0000-4000-8000-000000000000', decisions: [] }),
      ask('POST', '/agent/sessions', { agent: 'copilot' }, { headers: { origin: 'https://evil.example' } }),
    ],
    'a plan in code is read once more when a call of it failed': {
      shop: calls,
      acts: [
        ...jordan,
        call('send_text', { clientId: '{jordan.id}', role: 'primary', body: '' }),
        call('send_text', { clientId: '{jordan.id}', role: 'nobody', body: 'x' }),
      ],
    },
  },
};
