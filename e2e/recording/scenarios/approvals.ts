import { ask, call, decide, find, happens, look, propose, say } from '../acts.ts';
import { asSuperuser } from '../clock.ts';
import { letApprovalsExpire } from '../read-rows.ts';
import type { Theme } from '../scenario.ts';
import { jordan, openInvoice, otherJordan } from './people.ts';

const calls = { proposer: 'calls' } as const;
const text = (body: string, clientId = '{jordan.id}') => ['send_text', { clientId, role: 'primary', body }] as const;
const expire = happens('the week is over', (play) => asSuperuser(play.shop.crm.database.superUrl, letApprovalsExpire));

/** What a human is asked before it is done. */
export const approvals: Theme = {
  theme: 'approvals',
  scenarios: {
    'a refusal is an answer, with its reason': [
      ...jordan,
      say('Text Jordan Miles that the car is ready'),
      decide('deny', { reason: 'Not yet.' }),
      decide('approve'),
      look('/agent/runs/{said.runId}'),
    ],
    'a decision counts once': [
      ...jordan,
      say('Text Jordan Miles that the car is ready'),
      decide('approve'),
      decide('approve'),
      decide('deny'),
      decide('happened'),
    ],
    'nobody decided in time': [
      ...jordan,
      say('Text Jordan Miles that the car is ready'),
      expire,
      happens('the run goes on', async (play) => {
        await play.waitFor('the card to expire', async () => {
          const { body } = await play.ask('owner', 'GET', `/agent/runs/${String(play.recall('said.runId'))}`);
          return body.status === 'awaiting_approval' ? undefined : true;
        });
        await play.rest('owner', String(play.recall('said.runId')));
      }),
      look('/agent/runs/{said.runId}'),
    ],
    'items of one card are decided one by one': {
      shop: calls,
      acts: [
        ...jordan,
        otherJordan,
        propose([[text('One.'), text('Two.'), text('Three.', '{price.id}')]]),
        decide(['approve', 'deny', undefined]),
        decide([undefined, undefined, 'approve']),
        look('/agent/runs/{task.runId}'),
      ],
    },
    'what comes after it waits for it': {
      shop: calls,
      acts: [
        ...jordan,
        propose([
          [['create_client', { firstName: 'Before' }], text('One.'), ['create_client', { firstName: 'After' }]],
          [['find_clients', { query: 'After' }]],
        ]),
        decide('approve'),
      ],
    },
    'a yes for the rest of the run covers its equals': {
      shop: calls,
      acts: [
        ...jordan,
        otherJordan,
        propose([[text('One.')], [text('Two.')], [text('Three.', '{price.id}')]]),
        decide('approve', { scope: 'run' }),
        decide('deny'),
      ],
    },
    'a yes for everybody covers later runs, until it is revoked': {
      shop: calls,
      acts: [
        ...jordan,
        call('send_text', text('One.')[1]),
        decide('approve', { scope: 'tenant', reason: 'He likes to hear from us.' }),
        call('send_text', text('Two.')[1]),
        find('/agent/grants', 'grants'),
        ask('POST', '/agent/grants/{grants.grants.0.grantId}/revoke', { reason: 'Too many.' }),
        call('send_text', text('Three.')[1]),
        ask('POST', '/agent/grants/{grants.grants.0.grantId}/revoke', {}),
      ],
    },
    'a wider yes takes a permission of its own': {
      shop: calls,
      acts: [
        ...jordan,
        call('send_text', text('One.')[1], { as: 'manager' }),
        decide('approve', { as: 'manager', scope: 'tenant' }),
        decide('approve', { as: 'tech' }),
        decide('deny', { as: 'manager', scope: 'run' }),
        ask('POST', '/agent/approvals/decisions', { requestId: '{card.requestId}', decisions: [{ itemId: '{card.requestId}', decision: 'approve' }] }),
      ],
    },
    'what has changed since is asked again, or refused': {
      shop: calls,
      acts: [
        ...jordan,
        call('send_text', text('One.')[1], { keep: 'first' }),
        ask('PATCH', '/api/clients/{jordan.id}', { version: 1, phone: '555-777-1234' }),
        decide('approve'),
        decide('approve'),
        call('send_text', text('Two.')[1], { keep: 'second' }),
        ask('PATCH', '/api/clients/{jordan.id}', { version: 2, phone: null }),
        decide('approve'),
      ],
    },
    'voiding is destructive, and says what it does': {
      shop: calls,
      acts: [
        ...jordan,
        ...openInvoice,
        call('void_invoice', { invoiceId: '{invoice.id}' }),
        decide('approve'),
        call('void_invoice', { invoiceId: '{invoice.id}' }),
      ],
    },
    'a target that nobody named is asked about, whatever was granted': {
      shop: calls,
      acts: [
        ...jordan,
        otherJordan,
        call('send_text', text('One.')[1]),
        decide('approve', { scope: 'tenant' }),
        propose([[['find_messages', {}]], [text('Two.')]]),
        propose([[['find_clients', { query: 'Jordan Price' }]], [text('Three.', '{price.id}')]]),
        call('record_payment', { invoiceId: '{price.id}', amountCents: 100, method: 'cash' }),
      ],
    },
  },
};
