import { ask, decide, newSession, pick, save, say } from '../acts.ts';
import type { Theme } from '../scenario.ts';
import { jordan, openInvoice, otherJordan, quote } from './people.ts';

/** What is asked back, and what becomes of the answers. */
export const questions: Theme = {
  theme: 'questions',
  scenarios: {
    'which of two clients is meant, by a button': [...jordan, otherJordan, say('Text Jordan that the car is ready'), pick(0), decide('approve')],
    'which of two clients is meant, in words': [...jordan, otherJordan, say('Text Jordan that the car is ready'), say('the second one'), decide('deny')],
    'what the text should say': [...jordan, say('Text Jordan Miles'), say('the car is ready'), say('Text Jordan Miles that the car is ready')],
    'a name that is only spelled alike': [...jordan, say('Text Jordn Miles that the car is ready'), say('that one'), decide('approve')],
    'which quote of several': [
      ...jordan,
      say('New quote for Jordan Miles: full detail on the Tahoe'),
      save('/api/quotes'),
      say('New quote for Jordan Miles: ceramic coating on the Tahoe'),
      save('/api/quotes'),
      newSession(),
      say('Email Jordan Miles the quote'),
      pick(0),
      decide('approve'),
    ],
    'which car, which then is quoted': [
      ...jordan,
      ask('POST', '/api/vehicles', { clientId: '{jordan.id}', year: 2018, make: 'Ford', model: 'F-150', color: 'White', size: 'large' }, { keep: 'truck' }),
      say('New quote for Jordan Miles: full detail'),
      pick(1),
      save('/api/quotes'),
    ],
    'which client first, then which car': [
      ...jordan,
      otherJordan,
      ask('POST', '/api/vehicles', { clientId: '{jordan.id}', year: 2018, make: 'Ford', model: 'F-150', color: 'White', size: 'large' }, { keep: 'truck' }),
      say('New quote for Jordan: full detail'),
      pick(0),
      pick(1),
      save('/api/quotes'),
    ],
    'which invoice of several is reminded of': [
      ...jordan,
      ...openInvoice,
      ...openInvoice,
      say('Remind Jordan Miles about the invoice'),
      pick(0),
      decide('approve'),
    ],
    'which job is done': [
      ...jordan,
      ...quote,
      ask('POST', '/api/jobs', {
        clientId: '{jordan.id}',
        vehicleId: '{tahoe.id}',
        lines: [{ serviceId: '{services.services.0.id}' }],
        startsAt: '2031-03-03T10:00',
      }),
      ask('POST', '/api/jobs', {
        clientId: '{jordan.id}',
        vehicleId: '{tahoe.id}',
        lines: [{ serviceId: '{services.services.0.id}' }],
        startsAt: '2031-03-04T10:00',
      }),
      say('Mark the Miles job done'),
      pick(1),
    ],
    'a question is dropped when something else is said': [
      ...jordan,
      otherJordan,
      say('Text Jordan that the car is ready'),
      say('Find Mai Nguyen'),
      say('the second one'),
    ],
    'whose record, where none is open': [...jordan, say('change the phone to 555-777-1234'), say('Jordan Miles')],
  },
};
