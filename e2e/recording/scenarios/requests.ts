import { ask, decide, look, newSession, pick, save, say, tell } from '../acts.ts';
import type { Act } from '../play.ts';
import type { Theme } from '../scenario.ts';

/** Jordan Miles and their Tahoe, whom sentences are about. */
export const jordan: readonly Act[] = [
  ask('POST', '/api/clients', { firstName: 'Jordan', lastName: 'Miles', phone: '555-219-8841', email: 'jordan.miles@example.com' }, { keep: 'jordan' }),
  ask('POST', '/api/vehicles', { clientId: '{jordan.id}', year: 2021, make: 'Chevrolet', model: 'Tahoe', color: 'Black', size: 'xl' }, { keep: 'tahoe' }),
];

export const requests: Theme = {
  theme: 'requests',
  scenarios: {
    'a text waits for a yes and goes out once': [
      ...jordan,
      say('Text Jordan Miles that the car is ready'),
      decide('approve'),
      look('/agent/runs/{said.runId}'),
      say('Text Jordan Miles that the car is ready'),
    ],
    'a quote opens filled in, is saved and booked': [
      ...jordan,
      say('New quote for Jordan Miles: full interior detail and ceramic coating on the Tahoe, 10% off'),
      tell('panel.opened'),
      tell('panel.patch', { fields: { clientId: 'applied', vehicleId: 'applied', lines: 'applied', discount: 'skipped_user_touched' } }),
      save('/api/quotes'),
      tell('panel.closed', { reason: 'saved' }),
      say('Book it for next Tuesday at 10am'),
    ],
    'a quote of several is asked about': [
      ...jordan,
      say('New quote for Jordan Miles: full detail on the Tahoe'),
      save('/api/quotes'),
      say('New quote for Jordan Miles: ceramic coating on the Tahoe'),
      save('/api/quotes'),
      newSession(),
      say('Email Jordan the quote'),
      pick(0),
    ],
  },
};
