import { ask, call, decide, find, happens, look, newSession, propose, rest, say } from '../acts.ts';
import type { Act } from '../play.ts';
import type { Theme } from '../scenario.ts';
import { jordan } from './people.ts';

const turn = (kind: string, name: string, isOff: boolean, as: 'owner' | 'manager' = 'owner'): Act =>
  ask('POST', '/agent/switches', { kind, name, isOff, reason: isOff ? 'Something is wrong.' : 'It is right again.' }, { as });
const operator = (isOff: boolean, tenantId?: string): Act =>
  happens(`the operator switches ${tenantId ?? 'everything'} ${isOff ? 'off' : 'on'}`, (play) =>
    play.shop.crm.countersign.unsafeSetKillSwitch({ isOff, by: 'Ops', reason: 'Incident 12.', ...(tenantId && { tenantId }) }),
  );
const calls = { proposer: 'calls' } as const;
const denied = Array.from({ length: 12 }, (_, index) => [['create_client', { firstName: `Never ${index}` }] as const]);

/** Switched off, paused and sent back to work. */
export const switches: Theme = {
  theme: 'switches',
  scenarios: {
    'a tool is off and on again': {
      shop: calls,
      acts: [
        turn('tool', 'create_client', true),
        propose([
          [
            ['create_client', { firstName: 'Never' }],
            ['find_clients', { query: 'Never' }],
          ],
        ]),
        turn('tool', 'create_client', false),
        call('create_client', { firstName: 'Now' }),
      ],
    },
    'the agent is off: what waits pauses, and goes on by itself': {
      shop: calls,
      acts: [
        ...jordan,
        turn('agent', 'copilot', true),
        call('create_client', { firstName: 'Later' }),
        look('/agent/runs/{task.runId}'),
        turn('agent', 'copilot', false),
        happens('the run is let go on', async (play) => {
          await play.waitFor('the run to go on', async () => {
            const { body } = await play.ask('owner', 'GET', `/agent/runs/${String(play.recall('task.runId'))}`);
            return body.status === 'paused' ? undefined : true;
          });
          await play.rest('owner', String(play.recall('task.runId')));
        }),
        look('/agent/runs/{task.runId}'),
      ],
    },
    'the shop is off while somebody is asked': {
      shop: calls,
      acts: [
        ...jordan,
        call('send_text', { clientId: '{jordan.id}', role: 'primary', body: 'One.' }),
        turn('tenant', 'own', true),
        decide('approve'),
        look('/agent/runs/{task.runId}'),
        ask('POST', '/agent/runs/{task.runId}/resume'),
        ask('POST', '/agent/runs/{task.runId}/cancel'),
        turn('tenant', 'own', false),
      ],
    },
    'the shop is off, and so is the conversation': [turn('tenant', 'own', true), say('Find Mai Nguyen'), ask('POST', '/agent/runs/{said.runId}/cancel')],
    'the operator has the last word': {
      shop: calls,
      acts: [
        operator(true, 'shop-north'),
        turn('tenant', 'own', false),
        call('create_client', { firstName: 'Never' }),
        ask('POST', '/agent/runs/{task.runId}/cancel'),
        operator(false, 'shop-north'),
        operator(true),
        call('create_client', { firstName: 'Neither' }, { as: 'south' }),
        look('/agent/switches', { as: 'south' }),
        ask('POST', '/agent/runs/{task.runId}/cancel', undefined, { as: 'south' }),
      ],
    },
    'who may switch': [
      turn('tool', 'create_client', true, 'manager'),
      look('/agent/switches', { as: 'manager' }),
      look('/agent/switches', { as: 'tech' }),
      turn('tool', 'no_such_tool', true),
      turn('everything', 'own', true),
    ],
    'refusals in a row pause the run, a manager lets it go on': {
      shop: calls,
      acts: [
        ask('PUT', '/agent/policies', { basedOn: 0, rules: [{ form: 'forbidden_tools', name: 'No new clients', tools: ['create_client'] }] }),
        propose(denied),
        look('/agent/alerts', { as: 'manager' }),
        look('/agent/alerts', { as: 'tech' }),
        ask('POST', '/agent/runs/{task.runId}/resume', undefined, { as: 'tech' }),
        ask('POST', '/agent/runs/{task.runId}/resume', undefined, { as: 'manager' }),
        rest(),
        find('/agent/alerts', 'alerts'),
        ask('POST', '/agent/alerts/{alerts.alerts.0.alertId}/acknowledge', {}, { as: 'manager' }),
        look('/agent/alerts'),
        newSession(),
      ],
    },
    'equal failures in a row pause the run, and it is cancelled': {
      shop: calls,
      acts: [
        ...jordan,
        propose(Array.from({ length: 10 }, (_, index) => [['update_client', { clientId: '{jordan.id}', version: 7, notes: `Note ${index}` }] as const])),
        look('/agent/alerts'),
        ask('POST', '/agent/runs/{task.runId}/cancel'),
      ],
    },
  },
};
