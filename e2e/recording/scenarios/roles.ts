import { ask, call, decide, find, happens, look, propose, say } from '../acts.ts';
import { asSuperuser } from '../clock.ts';
import type { Theme } from '../scenario.ts';
import { jordan, openInvoice, otherJordan } from './people.ts';

const staff = (act: string, sql: string) =>
  happens(act, (play) => asSuperuser(play.shop.crm.database.superUrl, async (client) => void (await client.query(sql))));
const leave = staff('the manager leaves the shop', "delete from auth.member where user_id = 'user-north-manager'");
const demote = staff('the manager becomes a technician', "update auth.member set role = 'technician' where user_id = 'user-north-manager'");
const calls = { proposer: 'calls' } as const;
const refund = (amountCents: number) => ['refund_invoice', { invoiceId: '{invoice.id}', amountCents, method: 'cash', reason: 'A scratch.' }] as const;
const paid = [...openInvoice, ask('POST', '/api/invoices/{invoice.id}/payments', { version: 2, amountCents: 20_000, method: 'cash' }, { keep: 'paidInvoice' })];

/** Who may do what: the copilot never more than whoever it works for. */
export const roles: Theme = {
  theme: 'roles',
  scenarios: {
    'a technician is told what the role may do': [
      ...jordan,
      say('Create a customer named Ana Silva', { as: 'tech' }),
      say("Change Jordan Miles's email to j.miles@example.com", { as: 'tech' }),
      say('Text Jordan Miles that the car is ready', { as: 'tech' }),
      say('Which invoices are overdue?', { as: 'tech' }),
      say('Refund $40 on invoice 1042', { as: 'tech' }),
      say('Find Jordan Miles', { as: 'tech' }),
    ],
    'a technician is denied every call beyond the role': {
      shop: calls,
      acts: [
        ...jordan,
        propose(
          [
            [
              ['find_clients', { query: 'Jordan' }],
              ['create_client', { firstName: 'Never' }],
            ],
            [
              ['send_text', { clientId: '{jordan.id}', role: 'primary', body: 'Never' }],
              ['find_invoices', {}],
            ],
            [['add_note', { recordType: 'client', recordId: '{jordan.id}', body: 'Saw a scratch.' }]],
          ],
          { as: 'tech' },
        ),
        look('/agent/runs/{task.runId}', { as: 'tech' }),
      ],
    },
    'a refund waits for a yes, and cannot be more than was paid': {
      shop: calls,
      acts: [
        ...jordan,
        ...paid,
        call('refund_invoice', refund(4_000)[1], { as: 'manager' }),
        decide('approve', { as: 'tech' }),
        decide('approve', { as: 'manager', scope: 'tenant' }),
        decide('approve', { as: 'manager' }),
        call('refund_invoice', refund(30_000)[1]),
        call('refund_invoice', refund(4_000)[1], { as: 'tech' }),
      ],
    },
    'above the limit a manager is refused before anybody is asked, an owner is not': {
      shop: calls,
      acts: [
        ...jordan,
        ...paid,
        call('refund_invoice', refund(10_001)[1], { as: 'manager' }),
        call('refund_invoice', refund(10_000)[1], { as: 'manager', keep: 'border' }),
        decide('approve', { of: 'border' }),
        call('refund_invoice', refund(10_000)[1], { keep: 'rest' }),
        decide('approve', { as: 'manager', of: 'rest' }),
        decide('approve', { of: 'rest' }),
      ],
    },
    'refunds in words': [
      ...jordan,
      ...paid,
      say('Refund $40 on invoice {invoice.number}', { as: 'manager' }),
      decide('approve', { as: 'manager' }),
      say('Refund $150 on invoice {invoice.number}', { as: 'manager' }),
      say('refund invoice {invoice.number} in full'),
      decide('deny'),
    ],
    'a manager sees the runs of the shop as far as they are the manager’s': {
      shop: calls,
      acts: [
        call('create_client', { firstName: 'Mine' }),
        look('/agent/runs/{task.runId}', { as: 'manager' }),
        ask('POST', '/agent/runs/{task.runId}/cancel', undefined, { as: 'manager' }),
        look('/agent/runs?limit=10', { as: 'manager' }),
        look('/agent/approvals', { as: 'tech' }),
        look('/agent/grants', { as: 'tech' }),
        find('/agent/tools', 'tools', { as: 'tech' }),
      ],
    },
    'whoever is not a member any more ends the run': {
      shop: calls,
      acts: [
        ...jordan,
        otherJordan,
        call('send_text', { clientId: '{jordan.id}', role: 'primary', body: 'One.' }, { as: 'manager' }),
        leave,
        decide('approve', { as: 'owner' }),
      ],
    },
    'whoever lost the role meanwhile is denied': {
      shop: calls,
      acts: [
        ...jordan,
        call('send_text', { clientId: '{jordan.id}', role: 'primary', body: 'One.' }, { as: 'manager' }),
        demote,
        decide('approve', { as: 'owner' }),
      ],
    },
  },
};
