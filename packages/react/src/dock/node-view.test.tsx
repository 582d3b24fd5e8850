// @vitest-environment happy-dom
import type { NodeProps } from '@countersign/core';
import type { NodeViewProps } from '@countersign/react/dock';
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ProtocolServer, startProtocolServer } from '../../testing/protocol-server.ts';
import { renderDock } from '../../testing/render-dock.tsx';
import { until } from '../../testing/until.ts';

let server: ProtocolServer;

beforeEach(async () => {
  localStorage.clear();
  server = await startProtocolServer();
});
afterEach(async () => {
  cleanup();
  await server.close();
});

test('words are text, whatever they look like, and find their own direction', async () => {
  const text = '<b>مرحبا</b>';
  const { log } = await renderDock(server, [{ type: 'message', props: { role: 'agent', text } }]);
  const shown = within(log).getByText(text);
  expect(shown.getAttribute('dir')).toBe('auto');
  // The word that says who speaks has no part in it.
  expect(shown.textContent).toBe(text);
  within(log).getByText('Assistant:');
});

test('notices say how grave they are; an account of what did not change is small', async () => {
  const { log } = await renderDock(server, [
    { type: 'notice', props: { level: 'info', text: 'One.' } },
    { type: 'notice', props: { level: 'warning', text: 'Two.', isAccount: true } },
    { type: 'notice', props: { level: 'error', text: 'Three.' } },
    { type: 'notice', props: { level: 'info', text: 'I changed nothing.', isAccount: true } },
  ]);
  expect(log.textContent).toBe('Note: One.Warning: Two.Problem: Three.I changed nothing.');
});

const receipt = (status: NodeProps<'receipt'>['status'], more: Partial<NodeProps<'receipt'>> = {}) =>
  ({ type: 'receipt', props: { invocationId: 'i', tool: 't', status, text: `It is ${status}.`, ...more } }) as const;

test('every outcome has its own word, and only what happened reads as done', async () => {
  const { log } = await renderDock(server, [
    receipt('succeeded'),
    receipt('succeeded', { replayed: true }),
    receipt('failed', { error: { code: 'x', message: 'The number is out of service.' } }),
    receipt('failed', { text: 'No: it is full.', error: { code: 'x', message: 'it is full.' } }),
    receipt('denied'),
    receipt('in_doubt'),
    receipt('expired'),
  ]);
  expect([...log.querySelectorAll('strong')].map(({ textContent }) => textContent)).toEqual([
    'Done',
    'Done earlier, not repeated',
    'Failed',
    'Failed',
    'Not done: denied',
    'Not known whether it happened',
    'Not done: nobody decided in time',
  ]);
  within(log).getByText('The number is out of service.');
  expect(within(log).queryByText('it is full.')).toBeNull();
  expect(log.querySelector('time')?.title).toMatch(/^Jan 1, 1970, 12:00\sAM$/);
});

const records: NodeProps<'records'> = { title: '2 clients', panel: 'client', items: [{ id: 'c1', label: 'Jordan Miles', detail: '555' }], more: 1 };

test('records are links where the host has pages, by its own link', async () => {
  const { log } = await renderDock(
    server,
    [
      { type: 'records', props: records },
      { type: 'records', props: { title: 'Robots', panel: 'robot', items: [{ id: 'r', label: 'Robbie' }] } },
    ],
    {
      recordHref: ({ panel, id }) => (panel === 'client' ? `/clients/${id}` : undefined),
      link: ({ href, ...props }) => <a data-own="yes" href={`${href}?from=dock`} {...props} />,
    },
  );
  const link = within(within(log).getByRole('article', { name: '2 clients' })).getByRole('link', { name: /Jordan Miles/ });
  expect(link.getAttribute('href')).toBe('/clients/c1?from=dock');
  within(log).getByText('and 1 more');
  expect(within(within(log).getByRole('article', { name: 'Robots' })).queryByRole('link')).toBeNull();
});

test('without pages records are words', async () => {
  const { log } = await renderDock(server, [{ type: 'records', props: records }]);
  within(log).getByText('Jordan Miles');
  expect(log.querySelector('a')).toBeNull();
});

const question: NodeProps<'question'> = {
  question: 'Which Jordan?',
  intent: 'find',
  text: 'Find Jordan',
  slot: 'client',
  picked: {},
  choices: [
    { value: 'c1', label: 'Jordan Miles', detail: '555' },
    { value: 'c2', label: 'Jordan Ellis' },
  ],
};

test('a question is answered by a press, once, and the focus goes to where one writes', async () => {
  const { log } = await renderDock(server, [{ type: 'question', props: question, key: 'q' }]);
  const group = within(log).getByRole('group', { name: 'Which Jordan?' });
  fireEvent.click(within(group).getByRole('button', { name: 'Jordan Ellis' }));
  expect(document.activeElement).toBe(screen.getByRole('textbox'));
  expect(
    within(group)
      .getAllByRole('button')
      .every((button) => button.hasAttribute('disabled')),
  ).toBe(true);
  await until('it was sent', () => server.seen.some(({ path }) => path.endsWith('/messages')));
  expect(server.seen.findLast(({ path }) => path.endsWith('/messages'))?.body).toMatchObject({ text: 'Jordan Ellis', pick: { key: 'q', value: 'c2' } });
});

test('on the page of a task the focus stays', async () => {
  const { log } = await renderDock(server, [{ type: 'question', props: question, key: 'q' }], { place: 'page' });
  const button = within(log).getByRole('button', { name: 'Jordan Ellis' });
  button.focus();
  fireEvent.click(button);
  expect(document.activeElement).not.toBe(screen.getByRole('textbox'));
});

const progress: NodeProps<'progress'> = {
  title: 'Reminders',
  total: 9,
  done: 5,
  repeated: 0,
  failed: 1,
  denied: 1,
  expired: 0,
  inDoubt: 1,
  current: 'Remind Adam',
  text: '5 of 9 sent',
};

test('progress counts what ended, says what is being done, and is quiet about it', async () => {
  const { log, add } = await renderDock(server, [{ type: 'progress', props: progress, key: 'p', runId: 'run' }]);
  const bar = within(log).getByRole('progressbar', { name: 'Reminders' });
  expect([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuemax'), bar.getAttribute('aria-valuetext')]).toEqual(['7', '9', '5 of 9 sent']);
  expect([...bar.querySelectorAll('rect')].map((rect) => [rect.getAttribute('x'), rect.getAttribute('width')])).toEqual([
    [null, '5'],
    ['5', '3'],
  ]);
  expect(bar.closest('[aria-live]')?.getAttribute('aria-live')).toBe('off');
  // A strict content policy would refuse it.
  expect(log.querySelectorAll('[style]')).toHaveLength(0);
  for (const [status, word] of [
    ['running', 'At work'],
    ['awaiting_approval', 'Waits for approval'],
    ['awaiting_human', 'Waits for an answer'],
    ['cancelled', 'Stopped'],
  ] as const) {
    add({ type: 'run.status', runId: 'run', status });
    await within(log).findByText(word);
    expect(within(log).queryByText('Now: Remind Adam') !== null).toBe(status === 'running');
  }
  add({ type: 'ui.replace', key: 'p', props: { done: 7 } });
  await within(log).findByText('Finished');
});

test('a form says what became of its fields in the host’s words, and leads back to itself until it is saved', async () => {
  const opened: unknown[] = [];
  const props = { panel: 'client', prefill: { phone: '555', firstName: 'Jordan' } };
  const { log, add } = await renderDock(server, [{ type: 'panel-open-command', props, key: 'f' }], {
    labels: { firstName: 'Given name', client: 'Customer' },
    onOpenPanel: (command) => opened.push(command),
  });
  const card = within(log).getByRole('article', { name: 'Form' });
  within(card).getByText('New customer');
  within(card).getByText('Not open');
  within(card).getByText('To be filled in: given name, phone');
  fireEvent.click(within(card).getByRole('button', { name: 'Open the form' }));
  expect(opened).toEqual([{ key: 'f', ...props }]);

  add({ type: 'panel.opened', key: 'f', panel: 'client' });
  await within(card).findByText('Open, not saved');
  expect(within(card).queryByRole('button')).toBeNull();
  add({ type: 'panel.patch', key: 'f', fields: { firstName: 'applied', phone: 'skipped_user_touched', email: 'invalid' } });
  await within(card).findByText('Filled in: given name');
  within(card).getByText('Left as you have it: phone');
  within(card).getByText('Could not be filled in: email');
  add({ type: 'panel.closed', key: 'f', reason: 'dismissed' });
  await within(card).findByText('Closed, not saved');
  add({ type: 'goal.complete', key: 'f', panel: 'client', recordId: 'c1', summary: 'Created.' });
  await within(card).findByText('Saved');
  expect(within(card).queryByRole('button')).toBeNull();
});

test('a form of a record without a way to open it has no button', async () => {
  const { log } = await renderDock(server, [{ type: 'panel-open-command', props: { panel: 'serviceOrder', recordId: 'o1', prefill: {} } }]);
  within(log).getByText('Change a service order');
  expect(within(log).queryByRole('button')).toBeNull();
});

test('what nobody here knows shows nothing, and neither does what is malformed', async () => {
  const { log, add } = await renderDock(server, [{ type: 'message', props: { role: 'agent', text: 'Hello.' } }]);
  add({ type: 'ui.append', key: 'a', node: { type: 'hologram', props: { text: 'x' } } });
  add({ type: 'ui.append', key: 'b', node: { type: 'constructor', props: {} } });
  add({ type: 'ui.append', key: 'c', node: { type: 'message', props: { role: 'nobody', text: 'x' } } });
  add({ type: 'ui.append', key: 'd', node: { type: 'message', props: { role: 'agent', text: 'Bye.' } } });
  await within(log).findByText('Bye.');
  expect(log.children).toHaveLength(2);
});

test('the host shows node types of its own, and others in its own way', async () => {
  const views = {
    weather: ({ props }: NodeViewProps) => <p>It is {String(props.sky)}.</p>,
    notice: ({ props }: NodeViewProps<'notice'>) => <p>Mind: {props.text}</p>,
  };
  const { log, add } = await renderDock(server, [{ type: 'notice', props: { level: 'info', text: 'One.' } }], { views });
  within(log).getByText('Mind: One.');
  add({ type: 'ui.append', key: 'w', node: { type: 'weather', props: { sky: 'clear' } } });
  await within(log).findByText('It is clear.');
});
