import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ask, createTestCrm, type TestCrm, withoutLanguage } from '../testing/create-test-crm.ts';

let crm: TestCrm;
let owner: Ask;
let manager: Ask;
let tech: Ask;
let south: Ask;
let clientId: string;
beforeAll(async () => {
  crm = await createTestCrm({ countersign: withoutLanguage });
  [owner, manager, tech, south] = (await Promise.all(
    ['owner@north.test', 'manager@north.test', 'tech@north.test', 'owner@south.test'].map((email) => crm.signIn(email)),
  )) as [Ask, Ask, Ask, Ask];
  clientId = (await owner('POST', '/api/clients', { firstName: 'Nona', lastName: 'Noted' })).body.id;
});
afterAll(async () => {
  await crm.close();
  expect(crm.logged).toEqual([]);
});

const write = (as: Ask, body: string, record: object = {}) => as('POST', '/api/notes', { recordType: 'client', recordId: clientId, body, ...record });
const list = async (as: Ask = owner) => (await as('GET', `/api/notes?recordType=client&recordId=${clientId}`)).body;

test('a note is written, read, changed and deleted by its author, and each is told', async () => {
  const written = await write(manager, ' Scratch on the left door. ');
  expect(written).toMatchObject({
    status: 201,
    body: { body: 'Scratch on the left door.', author: 'Malik Osei', canChange: true, version: 1, updatedAt: null },
  });
  const path = `/api/notes/${written.body.id}`;
  expect(await list(manager)).toEqual({ notes: [written.body], next: null, total: 1 });
  const changed = await manager('PATCH', path, { version: 1, body: 'Scratch on the right door.' });
  expect(changed).toMatchObject({ status: 200, body: { body: 'Scratch on the right door.', version: 2, updatedAt: expect.any(String) } });
  const stale = await manager('PATCH', path, { version: 1, body: 'Lost.' });
  expect(stale).toMatchObject({ status: 409, body: { error: { details: { current: { body: 'Scratch on the right door.' } } } } });
  expect((await manager('DELETE', path)).status).toBe(204);
  expect(await list()).toEqual({ notes: [], next: null, total: 0 });
  expect((await manager('DELETE', path)).status).toBe(404);
  const { activity } = (await owner('GET', `/api/activity?recordType=client&recordId=${clientId}`)).body;
  expect(activity.slice(0, 3).map((entry: { summary: string }) => entry.summary)).toEqual([
    'Deleted a note on the client Nona Noted',
    'Changed a note on the client Nona Noted',
    'Wrote a note on the client Nona Noted',
  ]);
});

test('a technician notes what they see, and nobody but an owner changes the note of another', async () => {
  const { body: note } = await write(tech, 'Dog hair in the back.');
  const path = `/api/notes/${note.id}`;
  expect((await list(manager)).notes[0]).toMatchObject({ author: 'Theo Brandt', canChange: false });
  expect(await manager('PATCH', path, { version: 1, body: 'No.' })).toMatchObject({ status: 403, body: { error: { code: 'permission_denied' } } });
  expect((await manager('DELETE', path)).status).toBe(403);
  expect((await owner('PATCH', path, { version: 1, body: 'Dog hair, all over.' })).body).toMatchObject({ author: 'Theo Brandt', canChange: true });
  expect((await owner('DELETE', path)).status).toBe(204);
});

test('notes hang on records that one may see, of whatever kind, and on no others', async () => {
  const [vehicle] = (await owner('GET', '/api/vehicles?limit=1')).body.vehicles;
  const [service] = (await owner('GET', '/api/services?limit=1')).body.services;
  const [quote] = (await owner('GET', '/api/quotes?limit=1')).body.quotes;
  for (const [recordType, recordId] of [
    ['vehicle', vehicle.id],
    ['service', service.id],
    ['quote', quote.id],
  ] as const) {
    expect((await write(owner, 'Looked at.', { recordType, recordId })).status, recordType).toBe(201);
    expect((await owner('GET', `/api/notes?recordType=${recordType}&recordId=${recordId}`)).body.total, recordType).toBeGreaterThan(0);
    expect((await write(south, 'Mine?', { recordType, recordId })).status, recordType).toBe(404);
  }
  const onQuote = { recordType: 'quote', recordId: quote.id };
  expect((await write(tech, 'No.', onQuote)).status).toBe(403);
  expect((await tech('GET', `/api/notes?recordType=quote&recordId=${quote.id}`)).status).toBe(403);
  // The id of one kind is not the id of another.
  expect((await write(owner, 'No.', { recordType: 'vehicle', recordId: quote.id })).status).toBe(404);
});

test("with North's note in hand South neither reads, changes nor deletes it", async () => {
  const { body: note } = await write(owner, 'Ours.');
  expect((await south('GET', `/api/notes?recordType=client&recordId=${clientId}`)).status).toBe(404);
  expect((await south('PATCH', `/api/notes/${note.id}`, { version: 1, body: 'Theirs.' })).status).toBe(404);
  expect((await south('DELETE', `/api/notes/${note.id}`)).status).toBe(404);
  expect((await list()).notes[0]).toEqual(note);
});

test('pages hold every note once', async () => {
  for (let index = 0; index < 4; index += 1) await write(owner, `Note ${index}`);
  const path = `/api/notes?recordType=client&recordId=${clientId}&limit=3`;
  const first = (await owner('GET', path)).body;
  const second = (await owner('GET', `${path}&cursor=${first.next}`)).body;
  const bodies = [...first.notes, ...second.notes].map((note: { body: string }) => note.body);
  expect(bodies.slice(0, 4)).toEqual(['Note 3', 'Note 2', 'Note 1', 'Note 0']);
  expect(new Set([...first.notes, ...second.notes].map((note: { id: string }) => note.id)).size).toBe(first.total);
});

test.each([
  { body: '' },
  { body: '   ' },
  { body: 'x'.repeat(4_001) },
  { body: 'a\u0000b' },
  { body: 7 },
  { recordType: 'user' },
  { recordId: 'x' },
  { authorId: 'x' },
])('a note with %j is refused', async (change) => {
  const answer = await owner('POST', '/api/notes', { recordType: 'client', recordId: clientId, body: 'Fine.', ...change });
  expect([400, 422]).toContain(answer.status);
});
