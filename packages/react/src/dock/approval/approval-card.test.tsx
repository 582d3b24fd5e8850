// @vitest-environment happy-dom
import type { Json, NodeProps } from '@countersign/core';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ProtocolServer, startProtocolServer } from '../../../testing/protocol-server.ts';
import { renderDock } from '../../../testing/render-dock.tsx';
import { until } from '../../../testing/until.ts';

type Approval = NodeProps<'approval'>;
type Item = Approval['items'][number];

let server: ProtocolServer;

beforeEach(async () => {
  localStorage.clear();
  server = await startProtocolServer();
});
afterEach(async () => {
  cleanup();
  await server.close();
});

const toId = (number: number) => `b1a7c0de-0000-4000-8000-${String(number).padStart(12, '0')}`;
const requestId = toId(0);
const item = (number: number, more: Partial<Item> = {}): Item => ({
  itemId: toId(number),
  tool: 'send_text',
  title: `Text client ${number}`,
  risk: 'irreversible',
  preview: { clientName: 'Jordan', to: '+1555', isLate: true, cost: null, body: 'Hi Jordan.' },
  status: 'pending',
  ...more,
});
const approval = (items: Item[], more: Partial<Approval> = {}) =>
  ({ type: 'approval', key: 'a', props: { requestId, kind: 'call', status: 'pending', expiresAt: null, items, ...more } }) as const;

/** Takes the next decision, and lets the log tell it. */
function takeNext(items: Item[]): void {
  const views = items.map((one) => ({
    ...one,
    invocationId: 'i',
    input: {},
    impact: {},
    asking: [],
    origins: [],
    grants: [],
    scope: null,
    isConsumed: false,
    decidedBy: null,
    decidedAt: null,
    reason: null,
  }));
  const taken = { requestId, runId: requestId, sessionId: requestId, kind: 'call', requestedBy: 'ann', createdAt: '', expiresAt: null, items: views };
  server.failNext('/approvals/decisions', { status: 200, body: JSON.stringify({ approval: taken }) });
}
const decisions = () => server.seen.flatMap(({ path, body }) => (path === '/approvals/decisions' ? [(body as { decisions: unknown }).decisions] : []));

test('the card shows what exactly would happen, in the host’s words and order', async () => {
  const { log } = await renderDock(server, [approval([item(1)], { expiresAt: '2026-12-06T10:00:00Z' })], {
    labels: { to: 'An' },
    renderValue: ({ name, value }) => (name === 'to' ? <b>{String(value)}!</b> : name === 'isLate' ? null : undefined),
  });
  const card = within(log).getByRole('article', { name: 'Approval needed' });
  const facts = [...card.querySelectorAll('dt')].map((label) => [label.textContent, label.nextElementSibling?.textContent]);
  expect(facts).toEqual([
    ['An', '+1555!'],
    ['Client name', 'Jordan'],
  ]);
  expect(within(card).getByLabelText('Text').textContent).toBe('Hi Jordan.');
  within(card).getByText('Cannot be taken back');
  within(card).getByText(/^Asked for by you in this conversation\. Waits until Dec 6, 2026, 10:00\sAM\.$/);
});

test('on the page of a task the card says whose it is', async () => {
  const { log } = await renderDock(server, [approval([item(1, { risk: 'odd', preview: 'All of it.' })])], { place: 'page' });
  within(log).getByText('Asked for by this task, in your name.');
  within(log).getByText('All of it.');
  within(log).getByText('odd');
});

test('a yes is sent with its reason, and the focus goes to the card whose buttons are gone', async () => {
  const { log, add } = await renderDock(server, [approval([item(1)])]);
  fireEvent.click(within(log).getByRole('button', { name: 'Add a reason' }));
  const reason = within(log).getByLabelText('Reason');
  expect(document.activeElement).toBe(reason);
  fireEvent.change(reason, { target: { value: '  She asked. ' } });
  takeNext([item(1, { status: 'approved' })]);
  fireEvent.click(within(log).getByRole('button', { name: 'Approve: Text client 1' }));
  await until('it was sent', () => decisions().length > 0);
  expect(decisions()).toEqual([[{ itemId: toId(1), decision: 'approve', reason: 'She asked.' }]]);
  await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Approval needed'));
  add({
    type: 'ui.replace',
    key: 'a',
    props: { status: 'decided', items: [item(1, { status: 'approved', decidedBy: 'ann', scope: 'tenant' })] as unknown as Json },
  });
  await within(log).findByRole('article', { name: 'Approval' });
  expect(log.querySelector('[data-status=approved]')?.textContent).toBe('Approved by ann, always here');
  expect(within(log).queryByRole('button')).toBeNull();
});

test('while one is being decided a further press does nothing, and a refusal is said', async () => {
  const { log } = await renderDock(server, [approval([item(1)])]);
  server.failNext('/approvals/decisions', { delayMs: 100 });
  const deny = within(log).getByRole('button', { name: 'Deny: Text client 1' });
  deny.focus();
  fireEvent.click(deny);
  await until('it is being decided', () => deny.getAttribute('aria-disabled') === 'true');
  fireEvent.click(deny);
  // Disabled, it would have lost the focus.
  expect(document.activeElement).toBe(deny);
  await within(log).findByRole('alert');
  expect(decisions()).toHaveLength(1);
  server.failNext('/approvals/decisions', { status: 403, body: JSON.stringify({ error: { code: 'permission_denied', message: 'You may not.' } }) });
  fireEvent.click(deny);
  await within(log).findByText('You may not.');
  server.failNext('/approvals/decisions', { status: 500, body: '{}' });
  fireEvent.click(deny);
  await within(log).findByText('The decision was not recorded. Try again.');
});

test('of many each is folded, one after the other is decided, and the rest at once', async () => {
  const items = [item(1, { status: 'denied', decidedBy: 'bob' }), item(2), item(3), item(4)];
  const { log } = await renderDock(server, [approval(items)], { renderPerson: (id) => <i>{id.toUpperCase()}</i> });
  expect(log.querySelectorAll('details')).toHaveLength(4);
  expect(log.querySelector('[data-status=denied]')?.textContent).toBe('Denied by BOB');
  takeNext(items);
  fireEvent.click(within(log).getByRole('button', { name: 'Approve: Text client 2' }));
  await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Text client 3'));
  takeNext(items);
  fireEvent.click(within(log).getByRole('button', { name: 'Deny all 3' }));
  await until('both were sent', () => decisions().length === 2);
  expect(decisions()[1]).toEqual([2, 3, 4].map((number) => ({ itemId: toId(number), decision: 'deny' })));
  const approveAll = within(log).getByRole('button', { name: 'Approve all 3' });
  await until('it can be pressed', () => approveAll.getAttribute('aria-disabled') === null);
  takeNext(items);
  fireEvent.click(approveAll);
  await until('it was sent', () => decisions().length === 3);
  expect(decisions()[2]).toContainEqual({ itemId: toId(4), decision: 'approve' });
});

test('a doubt asks what happened, without a wider yes', async () => {
  const grants = [{ scope: 'run' as const, text: 'For the rest.' }];
  const { log } = await renderDock(server, [approval([item(1, { grants })], { kind: 'doubt' })]);
  within(within(log).getByRole('article', { name: 'A question about what happened' })).getByText(/nobody knows/);
  expect(within(log).queryByRole('button', { name: /^More ways/ })).toBeNull();
  takeNext([item(1, { status: 'not_happened' })]);
  fireEvent.click(within(log).getByRole('button', { name: 'It did not happen: Text client 1' }));
  await until('it was sent', () => decisions().length > 0);
  expect(decisions()).toEqual([[{ itemId: toId(1), decision: 'not_happened' }]]);
});

test.each([
  ['expired', 'Nobody decided in time, so nothing was done.', 'Expired'],
  ['cancelled', 'The work was cancelled, so nothing was done.', 'Cancelled'],
] as const)('a request that is %s says that nothing was done', async (status, words, outcome) => {
  const { log } = await renderDock(server, [approval([item(1, { status, scope: 'once' }), item(2)], { status })]);
  within(log).getByText(words);
  within(log).getByText(outcome);
  within(log).getByText('Not decided');
});

const grants: Item['grants'] = [
  { scope: 'run', text: 'For the rest of this run: send text.' },
  { scope: 'tenant', text: 'Always: send text.' },
];

test('the wider yes unfolds as a menu that the keyboard walks through', async () => {
  const { log } = await renderDock(server, [approval([item(1, { grants })])]);
  const opener = within(log).getByRole('button', { name: 'More ways to say yes: Text client 1' });
  expect(fireEvent.mouseDown(opener)).toBe(false);
  fireEvent.click(opener);
  const menu = within(log).getByRole('menu');
  const [first, second] = within(menu).getAllByRole('menuitem');
  expect(opener.getAttribute('aria-expanded')).toBe('true');
  expect(document.activeElement).toBe(first);
  for (const [key, target] of [
    ['ArrowDown', second],
    ['ArrowDown', first],
    ['ArrowUp', second],
    ['Home', first],
    ['End', second],
    ['a', second],
  ] as const) {
    fireEvent.keyDown(menu, { key });
    expect(document.activeElement, key).toBe(target);
  }
  expect(fireEvent.keyDown(menu, { key: 'Escape' })).toBe(false);
  expect(within(log).queryByRole('menu')).toBeNull();
  expect(document.activeElement).toBe(opener);

  fireEvent.click(opener);
  fireEvent.blur(within(log).getByRole('menu'), { relatedTarget: opener });
  within(log).getByRole('menu');
  fireEvent.blur(within(log).getByRole('menu'), { relatedTarget: screen.getByRole('textbox') });
  expect(within(log).queryByRole('menu')).toBeNull();

  fireEvent.click(opener);
  takeNext([item(1, { status: 'approved' })]);
  fireEvent.click(within(log).getByRole('menuitem', { name: /Yes, always here.*Always: send text\./ }));
  await until('it was sent', () => decisions().length > 0);
  expect(decisions()).toEqual([[{ itemId: toId(1), decision: 'approve', scope: 'tenant' }]]);
});

test('the host words the wider yes, and leaves out what somebody may not give', async () => {
  const { log } = await renderDock(server, [approval([item(1, { grants }), item(2, { grants: [grants[1]!] })])], {
    renderGrant: (tool, { scope }) => (scope === 'tenant' ? null : `As long as it goes on: ${tool}`),
  });
  fireEvent.click(within(log).getByRole('button', { name: 'More ways to say yes: Text client 1' }));
  expect(
    within(log)
      .getAllByRole('menuitem')
      .map(({ textContent }) => textContent),
  ).toEqual(['Yes, for the rest of this taskAs long as it goes on: send_text']);
  expect(within(log).queryByRole('button', { name: 'More ways to say yes: Text client 2' })).toBeNull();
});

test('the card names the rules that ask, and warns of a target that nobody vouches for', async () => {
  const origin = { kind: 'third_party', tool: 'find_messages', path: '/messages/0/body' } as const;
  const asked = item(1, { asking: ['Over $10', 'Texts'], origins: [{ path: '/to', value: '<b>x</b>', origin }] });
  const { log } = await renderDock(server, [approval([asked, item(2, { asking: ['Texts'] })])]);
  within(log).getByText('Rules of your organisation ask: “Over $10”, “Texts”');
  within(log).getByText('A rule of your organisation asks: “Texts”');
  const note = within(log).getByRole('note');
  expect(note.textContent).toBe('Look closely at whom this reachesTo “<b>x</b>”: taken from a text that somebody outside wrote (find messages).');
});
