import { readNode } from '@countersign/core';
import { describe, expect, it } from 'vitest';
import { append, effectsOf, type Played, panelsOf, play, wordsOf } from './testing/play-sentence.ts';
import { shop } from './testing/shop.ts';

const questionOf = (played: Played) => {
  const folded = played.view.nodes.findLast((one) => one.type === 'question');
  const question = folded && readNode('question', folded);
  if (!folded || !question) throw new Error(`No question was asked: ${wordsOf(played)}`);
  return { ...question, key: folded.key };
};
const texted = (clientId: string, body: string) => [{ tool: 'send_text', input: { clientId, role: 'primary', body } }];
const bothSams = [
  { value: shop.samOne.id, label: 'Sam Stone', detail: '(555) 000-2222 · sam@example.com' },
  { value: shop.samTwo.id, label: 'Sam Stone', detail: '(555) 000-3333' },
];

describe('two people of the same name', () => {
  it('lead to a question, not a guess', async () => {
    const played = await play('Text Sam Stone that the car is ready');
    expect(effectsOf(played)).toEqual([]);
    expect(questionOf(played)).toMatchObject({ question: 'Which Sam Stone do you mean?', intent: 'text_client', slot: 'client', choices: bothSams });
  });

  it('are told apart by a pick, which goes on with the first sentence', async () => {
    const asked = await play('Text Sam Stone that the car is ready');
    const picked = await play('Sam Stone', { view: asked.view, pick: { key: questionOf(asked).key, value: shop.samTwo.id } });
    expect(effectsOf(picked)).toEqual(texted(shop.samTwo.id, 'Hi Sam, the car is ready.'));
  });

  it.each([
    ['the first one', shop.samOne.id],
    ['the second', shop.samTwo.id],
    ['2', shop.samTwo.id],
    ['the one ending in 3333', shop.samTwo.id],
    ['the last one please', shop.samTwo.id],
    ['sam@example.com', shop.samOne.id],
    ['(555) 000-2222', shop.samOne.id],
  ])('are told apart by typing "%s"', async (reply, clientId) => {
    const asked = await play('text sam stone that the car is ready');
    expect(effectsOf(await play(reply, { view: asked.view }))).toEqual(texted(clientId, 'Hi Sam, the car is ready.'));
  });

  it('are asked about again when the reply fits both', async () => {
    const asked = await play("Change Sam's phone to 555-777-1234");
    const again = await play('Sam Stone', { view: asked.view });
    expect(questionOf(again)).toMatchObject({ intent: 'update_client', choices: bothSams });
    const picked = await play('the second one', { view: again.view });
    expect(panelsOf(picked)).toEqual([{ panel: 'client', recordId: shop.samTwo.id, prefill: { phone: '+15557771234' } }]);
  });

  it.each(['never mind', 'neither', 'no', 'cancel'])('are left alone after "%s"', async (reply) => {
    const asked = await play('Text Sam that the car is ready');
    const dropped = await play(reply, { view: asked.view });
    expect(dropped.calls).toEqual([]);
    expect(wordsOf(dropped)).toContain('Nothing was changed');
  });

  it('do not hold up a new sentence', async () => {
    const asked = await play('Text Sam that the car is ready');
    const next = await play('Find Jordan', { view: asked.view });
    expect(next.calls).toMatchObject([{ input: { query: 'Jordan' } }]);
  });

  it('are no longer asked about once something else was said', async () => {
    const asked = await play('Text Sam that the car is ready');
    const next = await play('Find Jordan', { view: asked.view });
    expect((await play('the second one', { view: next.view })).calls).toEqual([]);
  });

  it('cannot be picked from outside the choices', async () => {
    const asked = await play('Text Sam that the car is ready');
    for (const pick of [
      { key: questionOf(asked).key, value: shop.jordan.id },
      { key: 'no such question', value: shop.samOne.id },
    ]) {
      const picked = await play('Jordan Miles', { view: asked.view, pick });
      expect(picked.calls).toEqual([]);
      expect(wordsOf(picked)).toContain('no longer open');
    }
  });
});

describe('a name', () => {
  it('that one has in full is enough, though others begin like it', async () => {
    const played = await play('Text Mary Stoneham that the car is ready');
    expect(effectsOf(played)).toEqual(texted(shop.mary.id, 'Hi Mary, the car is ready.'));
  });

  it('that is only spelled alike is asked about, even when it is the only one', async () => {
    const asked = await play('Text Jordn that the car is ready');
    expect(effectsOf(asked)).toEqual([]);
    expect(questionOf(asked)).toMatchObject({ question: 'I found no client called Jordn. Is it this one?', choices: [{ value: shop.jordan.id }] });
    expect(effectsOf(await play('that one', { view: asked.view }))).toEqual(texted(shop.jordan.id, 'Hi Jordan, the car is ready.'));
  });

  it.each([
    ['Text Zoe that the car is ready', 'I found no client called Zoe, so I sent nothing.'],
    ["Change Zoe's email to z@example.com", 'I found no client called Zoe, so I opened nothing.'],
    ['Find Zoe', 'I found no client called Zoe.'],
  ])('that nobody has is said to be nobody: %s', async (text, words) => {
    const played = await play(text);
    expect(wordsOf(played)).toBe(words);
    expect([...effectsOf(played), ...panelsOf(played)]).toEqual([]);
  });
});

describe('what is found', () => {
  it('is shown as records that link to the form', async () => {
    const played = await play('Find Stone');
    expect(played.shown).toMatchObject([
      {
        type: 'records',
        props: {
          panel: 'client',
          title: '3 clients found for “Stone”',
          items: [{ id: shop.samOne.id, label: 'Sam Stone' }, { id: shop.samTwo.id }, { id: shop.mary.id }],
        },
      },
    ]);
  });
});

describe('a text', () => {
  it('to somebody without a number is refused before anybody is asked to approve it', async () => {
    const played = await play('Text Lee Wong that the car is ready');
    expect(effectsOf(played)).toEqual([]);
    expect(wordsOf(played)).toContain('Lee Wong has no phone number on file');
  });

  it.each([
    ['Text Jordan', 'What should the text to Jordan say?'],
    ['Text Jordan and Mia that the car is ready', 'I text one client at a time'],
    ['Text everyone that we are closed', 'I text one client at a time'],
    ['text Jordan and his wife that we are closed', 'one'],
    ['Text Jordan tomorrow that the car is ready', 'I cannot send a text later'],
    ["Don't text Jordan that the car is ready", 'nothing'],
    ['Find Jordan and text him that the car is ready', 'one at a time'],
    ['text him that the car is ready', 'nothing'],
  ])('is not sent, and it says why: %s', async (text, words) => {
    const played = await play(text);
    expect(played.calls).toEqual([]);
    expect(wordsOf(played)).toContain(words);
  });
});

describe('a new client', () => {
  it.each([
    ['Create a customer named Jordan Miles, phone 555-219-8841 or 555-219-8842', 'I took the first'],
    ['Create a customer named Jordan Miles with phone 12345', 'I could read no phone number'],
    ['Create a customer named Jordan Miles with email jordan at example', 'I could read no email'],
    ['Create customers Jordan Miles and Mia Lee', 'one form at a time'],
  ])('is told what did not fit: %s', async (text, words) => {
    expect(wordsOf(await play(text))).toContain(words);
  });

  it.each(['are you able to create customers?', 'how do I add a new client?', 'is it possible to create a customer'])(
    'is not opened by a question about it, which is answered: %s',
    async (text) => {
      const played = await play(text);
      expect(panelsOf(played)).toEqual([]);
      expect(wordsOf(played)).toContain('I can do this when you ask for it');
    },
  );
});

describe('a change', () => {
  const open = async () => {
    const first = await play("Change Jordan's email to j.miles@example.com");
    const key = first.view.panels[0]?.key ?? '';
    return append(first.view, { type: 'panel.opened', key, panel: 'client', recordId: shop.jordan.id });
  };

  it('that says no name goes into the form that is open', async () => {
    const played = await play('change the phone to 555-777-1234', { view: await open() });
    expect(panelsOf(played)).toEqual([{ panel: 'client', recordId: shop.jordan.id, prefill: { phone: '+15557771234' } }]);
    expect(wordsOf(played)).toContain('the form that is open');
  });

  it('that says no name goes into the open form of a new client, and not into a second one', async () => {
    const { view } = await play('Create a customer named Ana Silva');
    const key = view.panels[0]?.key ?? '';
    const played = await play('change the phone to 555-777-1234', { view: append(view, { type: 'panel.opened', key, panel: 'client' }) });
    expect(panelsOf(played)).toEqual([{ panel: 'client', prefill: { phone: '+15557771234' }, continues: key }]);
  });

  it('for the client whose form is open says that it went there', async () => {
    const played = await play("Change Jordan's phone to 555-777-1234", { view: await open() });
    expect(panelsOf(played)).toEqual([{ panel: 'client', recordId: shop.jordan.id, prefill: { phone: '+15557771234' } }]);
    expect(wordsOf(played)).toContain('the open form of Jordan Miles');
  });

  it('that says no name and has no form to go to is asked about', async () => {
    const played = await play('change the phone to 555-777-1234');
    expect(panelsOf(played)).toEqual([]);
    expect(wordsOf(played)).toContain('Whose record');
  });

  it('of what is so already opens nothing', async () => {
    const played = await play("Change Jordan's phone to 555-219-8841");
    expect(panelsOf(played)).toEqual([]);
    expect(wordsOf(played)).toContain('nothing to change');
  });

  it('whose new value cannot be read opens the form and says so', async () => {
    const played = await play("Change Jordan's phone to 12345");
    expect(panelsOf(played)).toEqual([{ panel: 'client', recordId: shop.jordan.id, prefill: {} }]);
    expect(wordsOf(played)).toContain('I could read no new phone number');
  });
});

describe('permissions', () => {
  it.each(['Create a customer named Ana Silva', "Change Jordan's email to j.miles@example.com", 'Text Jordan that the car is ready'])(
    'a technician is told at once: %s',
    async (text) => {
      const played = await play(text, { roles: ['technician'] });
      expect([...played.calls, ...panelsOf(played)]).toEqual([]);
      expect(wordsOf(played)).toContain('Your role may');
    },
  );

  it('a search that is refused is reported with its reason', async () => {
    const played = await play('Find Jordan', { searchError: 'Your role does not include clients:read.' });
    expect(wordsOf(played)).toBe('I could not look that up: Your role does not include clients:read.');
  });
});
