import type { FakeProvider } from '@countersign/server/testing';
import { decide, happens, look, say, task } from '../acts.ts';
import type { Act } from '../play.ts';
import type { Scenario, Theme } from '../scenario.ts';
import { jordan } from './people.ts';

type Answers = Parameters<FakeProvider['answer']>;

const vague = 'do the same for the lady of yesterday, but somewhat nicer';

/** What the faked provider was asked: how many times, what it was told last, and what it was offered. */
const asked: Act = happens('the model was asked', (play) => {
  play.recorded.push({
    act: 'what the model was sent',
    answer: {
      status: 200,
      body: (play.shop.model?.requests ?? []).map(({ body }) => ({
        model: body.model,
        maxTokens: body.max_tokens,
        messages: body.messages,
        system: body.system,
        tools: body.tools?.map((tool) => tool.name),
      })),
    },
  });
});

const withModel = (answers: Answers, acts: readonly Act[], shop: object = {}): Scenario => ({ shop: { model: answers, ...shop }, acts });
const said = (text: string = vague): readonly Act[] => [say(text), asked, look('/agent/runs/{said.runId}')];
const find = (query: string) => ({ calls: [{ tool: 'find_clients', input: { query } }] });
/** The id of the client that the model was told of last. */
const idIn = (text: string, field = 'id') => text.match(new RegExp(`${field}\\\\*":\\\\*"([0-9a-f-]{36})`))?.[1] ?? 'nobody';
const create = (firstName: string) => ({ tool: 'create_client', input: { firstName } });

/** What the rules do not understand goes to a model, which can do nothing itself. */
export const models: Theme = {
  theme: 'models',
  scenarios: {
    'words only': withModel([{ text: 'Good morning. What may I do for you?' }], said(), { proposer: 'own' }),
    'what the rules understand does not reach it': withModel([], [...jordan, say('Find Jordan Miles'), asked]),
    'a search, then words': withModel([find('Mai'), { text: 'Mai Nguyen is on file.' }], said()),
    'one change in a turn, the second is left out': withModel([{ calls: [create('One'), create('Two')] }, { text: 'I added both.' }], said()),
    'a call that waits for a yes': withModel(
      [
        find('Jordan Miles'),
        (request) => ({ calls: [{ tool: 'send_text', input: { clientId: idIn(request.text), role: 'primary', body: 'Hello.' } }] }),
        { text: 'Sent.' },
      ],
      [...jordan, say(vague), decide('approve'), look('/agent/runs/{said.runId}')],
    ),
    'a call that is refused is not claimed': withModel(
      [
        find('Jordan Miles'),
        (request) => ({ calls: [{ tool: 'send_text', input: { clientId: idIn(request.text), role: 'primary', body: 'Hello.' } }] }),
        { text: 'I have texted Jordan!' },
      ],
      [...jordan, say(vague), decide('deny'), look('/agent/runs/{said.runId}')],
    ),
    'a tool that does not exist, twice': withModel([{ calls: [{ tool: 'find_client', input: {} }] }, { calls: [{ tool: 'drop_tables', input: {} }] }], said()),
    'an input that the model puts right': withModel(
      [{ calls: [{ tool: 'create_client', input: { name: 'One' } }] }, { calls: [create('One')] }, { text: 'Added.' }],
      said(),
    ),
    'arguments that are no JSON, and nested ones': withModel(
      [
        { calls: [{ tool: 'create_client', input: '{"firstName": "On' }] },
        { calls: [{ tool: 'create_client', input: { input: { firstName: 'One' } } }] },
        { text: 'Added.' },
      ],
      said(),
    ),
    'a failed call is not claimed': withModel(
      [{ calls: [{ tool: 'update_client', input: { clientId: '00000000-0000-4000-8000-000000000000', notes: 'x' } }] }, { text: 'I changed it.' }],
      said(),
    ),
    'a form is filled in': withModel(
      [{ calls: [{ tool: 'open_client_form', input: { fields: { firstName: 'Ana', phone: 'call me', role: 'owner' } } }] }],
      said(),
    ),
    'a question is asked, and answered': withModel(
      [{ calls: [{ tool: 'ask_user', input: { question: 'Whom do you mean?', choices: ['Mai Nguyen', 'Grace Henderson'] } }] }, { text: 'Mai it is.' }],
      [say(vague), say('the first'), asked],
    ),
    'unreachable: the rules answer, with a notice': withModel([{ status: 401 }], said()),
    'it breaks off in the middle': withModel(
      [{ reply: { text: 'Good morning to all of you.' }, cutAfter: 3 }, { reply: { text: 'Good morning.' }, cutAfter: 2 }, { status: 401 }],
      said(),
    ),
    'it gives up after a change': withModel([{ calls: [create('One')] }, { status: 401 }], said()),
    'it will not answer, says nothing, or too much': withModel(
      [
        { stop: 'refusal', text: 'No.' },
        { text: '' },
        { text: '' },
        { stop: 'length', text: 'And then and then' },
        { stop: 'length', text: 'And then and then' },
      ],
      [say(vague), say(`${vague} 2`), say(`${vague} 3`)],
    ),
    'the money of a run is spent': withModel(
      [{ ...find('Mai'), usage: { input: 400_000, output: 1_000 } }, { ...find('Grace'), usage: { input: 400_000, output: 1_000 } }, { text: 'Done.' }],
      said(),
    ),
    'a task, whose changes are not limited to one': withModel(
      [{ calls: [create('One'), create('Two')] }, { text: 'Both are added.' }],
      [task(vague), asked, look('/agent/runs/{task.runId}')],
    ),
    'what it says of a third party is asked about': withModel(
      [
        { calls: [{ tool: 'find_messages', input: {} }] },
        (request) => ({ calls: [{ tool: 'send_text', input: { clientId: idIn(request.text, 'clientId'), role: 'primary', body: 'As you asked.' } }] }),
        { text: 'Sent.' },
      ],
      [say(vague), decide('deny'), look('/agent/runs/{said.runId}')],
    ),
    'the prompt can be read again': withModel([{ text: 'Good morning.' }], [say(vague), look('/agent/runs/{said.runId}/prompt?step=0')]),
  },
};
