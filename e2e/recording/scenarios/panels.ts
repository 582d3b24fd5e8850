import { ask, save, say, tell } from '../acts.ts';
import type { Theme } from '../scenario.ts';
import { jordan } from './people.ts';

/** The host's forms: opened, filled in, edited by people, saved and closed. */
export const panels: Theme = {
  theme: 'panels',
  scenarios: {
    'a form is filled in, edited, saved and closed': [
      say('Create a customer named Jordan Miles with phone 555-219-8841'),
      tell('panel.opened'),
      tell('panel.patch', { fields: { firstName: 'applied', lastName: 'applied', phone: 'applied' } }),
      tell('panel.field.update', { fields: { lastName: 'Milestone', notes: 'Comes on foot.' } }),
      save('/api/clients', { lastName: 'Milestone', notes: 'Comes on foot.' }, { keep: 'jordan' }),
      tell('panel.closed', { reason: 'saved' }),
      say('Open Jordan Milestone'),
    ],
    'the user wins over the agent, field by field': [
      ...jordan,
      say("Change Jordan Miles's email to j.miles@example.com"),
      tell('panel.opened'),
      tell('panel.patch', { fields: { email: 'skipped_user_touched', phone: 'invalid', nothing: 'unknown_field' } }),
      say('change the phone to 555-777-1234'),
      tell('panel.patch', { fields: { phone: 'applied' } }),
      save('/api/clients/{jordan.id}', { version: 1 }, { method: 'PATCH' }),
    ],
    'what is said about an open form goes into it': [
      say('Create a customer named Ana Silva'),
      tell('panel.opened'),
      say('change the phone to 555-777-1234'),
      say('change the email to ana@example.com'),
      tell('panel.closed', { reason: 'dismissed' }),
      say('change the phone to 555-777-1235'),
    ],
    'a form that was dismissed is no goal, a second save is another record': [
      say('Create a customer named Jordan Miles'),
      tell('panel.opened'),
      save('/api/clients', {}, { keep: 'first' }),
      save('/api/clients', { firstName: 'Second' }, { keep: 'second' }),
      tell('panel.closed', { reason: 'dismissed' }),
    ],
    'a save that names a session of somebody else is rolled back': [
      say('Create a customer named Jordan Miles'),
      ask('POST', '/api/clients', { firstName: 'Not', lastName: 'Kept' }, { as: 'manager', headers: { 'x-countersign-panel': '{said.sessionId}/panel-1' } }),
      ask('GET', '/api/clients?q=Not%20Kept'),
      ask('POST', '/agent/sessions/{said.sessionId}/panel-events', { type: 'panel.opened', key: 'x', panel: 'client' }, { as: 'manager' }),
    ],
    'a form that does not fit is refused as from the screen': [
      say('Create a customer named Jordan Miles'),
      save('/api/clients', { email: 'no address' }),
      ask('POST', '/agent/sessions/{said.sessionId}/panel-events', { type: 'panel.exploded', key: 'x' }),
    ],
  },
};
