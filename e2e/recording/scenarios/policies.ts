import { ask, call, decide, find, look, propose } from '../acts.ts';
import type { Act } from '../play.ts';
import type { Scenario, Theme } from '../scenario.ts';
import { jordan, openInvoice, otherJordan } from './people.ts';

const text = (body: string, clientId = '{jordan.id}') => ['send_text', { clientId, role: 'primary', body }] as const;
const rules = (...all: object[]): Act => ask('PUT', '/agent/policies', { basedOn: 0, rules: all });
const under = (acts: readonly Act[]): Scenario => ({ shop: { proposer: 'calls' }, acts });

/** Rules of the shop, judged before every call. */
export const policies: Theme = {
  theme: 'policies',
  scenarios: {
    'a forbidden tool': under([
      rules({ form: 'forbidden_tools', name: 'No new clients', tools: ['create_client'] }),
      propose([
        [
          ['create_client', { firstName: 'Never' }],
          ['find_clients', { query: 'Never' }],
        ],
      ]),
      look('/agent/runs/{task.runId}'),
    ]),
    'only these tools': under([
      rules({ form: 'allowed_tools', name: 'Looking only', tools: ['find_clients'] }),
      propose([
        [
          ['find_clients', { query: 'Mai' }],
          ['list_services', {}],
        ],
      ]),
    ]),
    'a human looks at every new client': under([
      rules({ form: 'approval', name: 'New clients', on: { tools: ['create_client'] } }),
      call('create_client', { firstName: 'One' }),
      decide('approve'),
      call('create_client', { firstName: 'Two' }),
      decide('deny'),
    ]),
    'a human looks at sums above a border': under([
      ...jordan,
      ...openInvoice,
      rules({ form: 'approval', name: 'Much money', on: { tools: ['record_payment'] }, aboveCents: 5_000 }),
      call('record_payment', { invoiceId: '{invoice.id}', amountCents: 5_000, method: 'cash' }),
      call('record_payment', { invoiceId: '{invoice.id}', amountCents: 5_001, method: 'cash' }),
      decide('approve'),
    ]),
    'a rate is used up': under([
      rules({ form: 'rate', name: 'Two an hour', on: { tools: ['create_client'] }, max: 2, minutes: 60 }),
      propose([
        [
          ['create_client', { firstName: 'One' }],
          ['create_client', { firstName: 'Two' }],
          ['create_client', { firstName: 'Three' }],
        ],
      ]),
      call('create_client', { firstName: 'Four' }),
    ]),
    'beyond a rate a human is asked': under([
      rules({ form: 'rate', name: 'One an hour', on: { tools: ['create_client'] }, max: 1, minutes: 60, verdict: 'ask' }),
      call('create_client', { firstName: 'One' }),
      call('create_client', { firstName: 'Two' }),
      decide('approve'),
    ]),
    'money within a time': under([
      ...jordan,
      ...openInvoice,
      rules({ form: 'rate', name: '$100 a day', on: { tools: ['record_payment'] }, unit: 'cents', max: 10_000, minutes: 1_440 }),
      call('record_payment', { invoiceId: '{invoice.id}', amountCents: 9_000, method: 'cash' }),
      call('record_payment', { invoiceId: '{invoice.id}', amountCents: 2_000, method: 'cash' }),
    ]),
    'words that do not go out': under([
      ...jordan,
      rules({ form: 'content', name: 'Good manners', phrases: ['final warning'], linkDomains: ['shop.example'], maxChars: 60 }),
      propose([
        [text('This is your FINAL  warning.')],
        [text('See https://evil.example/now')],
        [text('See https://shop.example/now')],
        [text('A text that has rather more characters than the sixty it may have.')],
      ]),
      decide('approve'),
    ]),
    'whom messages reach': under([
      ...jordan,
      rules({ form: 'recipients', name: 'Nobody outside', domains: ['north.test'] }),
      call('send_text', text('One.')[1]),
      ask('PUT', '/agent/policies', { basedOn: 1, rules: [{ form: 'recipients', name: 'Whom we know', mayBeOnFile: true }] }),
      call('send_text', text('Two.')[1]),
      decide('deny'),
    ]),
    'nothing goes out at this time of day': under([
      ...jordan,
      rules({ form: 'quiet_hours', name: 'Morning rest', from: '09:00', until: '11:30' }),
      call('send_text', text('One.')[1]),
      ask('PUT', '/agent/policies', { basedOn: 1, rules: [{ form: 'quiet_hours', name: 'Night', from: '20:00', until: '08:00' }] }),
      call('send_text', text('Two.')[1]),
    ]),
    'who may say yes': under([
      ...jordan,
      rules({ form: 'approver', name: 'Owners, and not for themselves', on: { tools: ['send_text'] }, roles: ['owner'], excludesRequester: true }),
      call('send_text', text('One.')[1]),
      decide('approve'),
      call('send_text', text('Two.')[1], { as: 'manager', keep: 'second' }),
      decide('approve', { as: 'manager', of: 'second' }),
      decide('approve', { as: 'owner', of: 'second' }),
    ]),
    'rules are saved, tried and read': under([
      ...jordan,
      otherJordan,
      propose([
        [
          ['create_client', { firstName: 'One' }],
          ['create_client', { firstName: 'Two' }],
        ],
        [text('One.')],
      ]),
      decide('approve'),
      ask('POST', '/agent/policies/trial', { rules: [{ form: 'forbidden_tools', name: 'No texts', tools: ['send_text'] }] }),
      ask('PUT', '/agent/policies', { basedOn: 0, rules: [{ form: 'forbidden_tools', name: 'No texts', tools: ['send_text'] }] }),
      ask('PUT', '/agent/policies', { basedOn: 0, rules: [] }),
      ask('PUT', '/agent/policies', { basedOn: 1, rules: [{ form: 'unheard_of', name: 'x' }] }),
      ask('PUT', '/agent/policies', { basedOn: 1, rules: [] }, { as: 'manager' }),
      look('/agent/policies', { as: 'manager' }),
      look('/agent/policies', { as: 'tech' }),
      look('/agent/policies?version=1'),
    ]),
    'a rule that is saved while somebody is asked': under([
      ...jordan,
      call('send_text', text('One.')[1]),
      rules({ form: 'forbidden_tools', name: 'No texts', tools: ['send_text'] }),
      decide('approve'),
      find('/api/outbox', 'outbox'),
      look('/agent/runs/{task.runId}'),
    ]),
    'a grant does not reach beyond a rule': under([
      ...jordan,
      call('send_text', text('One.')[1]),
      decide('approve', { scope: 'tenant' }),
      rules({ form: 'approval', name: 'Texts are read', on: { tools: ['send_text'] } }),
      call('send_text', text('Two.')[1]),
      decide('approve'),
    ]),
  },
};
