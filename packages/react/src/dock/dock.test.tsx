// @vitest-environment happy-dom
import { CountersignProvider } from '@countersign/react';
import { Dock, dockTexts } from '@countersign/react/dock';
import { cleanup, createEvent, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ProtocolServer, startProtocolServer } from '../../testing/protocol-server.ts';
import { renderDock } from '../../testing/render-dock.tsx';
import { renderHost, setPage } from '../../testing/render-host.tsx';
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

const composer = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message to the assistant' });
const type = (value: string) => fireEvent.change(composer(), { target: { value } });
const said = () => server.seen.filter(({ path }) => path.endsWith('/messages')).map(({ body }) => (body as { text: string }).text);

test('a conversation begins with words and with sentences that are sent by a press', async () => {
  const { log } = await renderDock(server, [], { suggestions: ['Find Jordan'] });
  within(log).getByText(dockTexts.emptyTitle);
  expect(screen.getByRole('button', { name: 'New conversation' }).hasAttribute('disabled')).toBe(true);
  fireEvent.click(within(log).getByRole('button', { name: 'Find Jordan' }));
  await until('it was sent', () => said().includes('Find Jordan'));
  await until('the beginning is gone', () => within(log).queryByText(dockTexts.emptyTitle) === null);
});

test('the host says what a conversation begins with', async () => {
  const { log } = await renderDock(server, [], { empty: <p>Welcome back.</p> });
  within(log).getByText('Welcome back.');
  expect(within(log).queryByText(dockTexts.emptyTitle)).toBeNull();
});

test('Enter sends what is written, trimmed and once, and the field is empty and still in focus', async () => {
  await renderDock(server);
  composer().focus();
  type('  Find Jordan\n');
  expect(composer().getAttribute('rows')).toBe('2');
  fireEvent.keyDown(composer(), { key: 'Enter' });
  expect(composer().value).toBe('');
  expect(document.activeElement).toBe(composer());
  await until('it was sent', () => said().length > 0);
  fireEvent.keyDown(composer(), { key: 'Enter' });
  expect(said()).toEqual(['Find Jordan']);
});

test('Shift+Enter breaks the line, and the Enter of an input method is its own', async () => {
  await renderDock(server);
  type('にほん');
  for (const own of [{ shiftKey: true }, { isComposing: true }, { keyCode: 229 }]) {
    const event = createEvent.keyDown(composer(), { key: 'Enter', ...own });
    fireEvent(composer(), event);
    expect(event.defaultPrevented, JSON.stringify(own)).toBe(false);
  }
  expect(composer().value).toBe('にほん');
  fireEvent.click(screen.getByRole('button', { name: 'Send' }));
  await until('it was sent', () => said()[0] === 'にほん');
  expect(screen.getByRole('button', { name: 'Send' }).hasAttribute('disabled')).toBe(true);
});

test('the host may keep what is not sent yet', async () => {
  const drafts: string[] = [];
  await renderDock(server, [], { draft: 'kept', onDraftChange: (text) => drafts.push(text) });
  expect(composer().value).toBe('kept');
  type('kept on');
  fireEvent.keyDown(composer(), { key: 'Enter' });
  expect(drafts).toEqual(['kept on', '']);
});

test('what could not be sent says so and is tried again or given up', async () => {
  const { log } = await renderDock(server);
  server.failNext('/messages', { status: 422, body: JSON.stringify({ error: { code: 'invalid_input', message: 'This is too much.' } }) });
  type('Everything');
  fireEvent.keyDown(composer(), { key: 'Enter' });
  const alert = await within(log).findByRole('alert');
  expect(alert.textContent).toContain('Not sent. This is too much.');
  fireEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
  await until('it arrived', () => server.eventsOf(server.sessionIds()[0]!).length === 1);
  await until('no complaint is left', () => within(log).queryByRole('alert') === null);

  server.failNext('/messages', { status: 422, body: '{}' });
  type('Nothing');
  fireEvent.keyDown(composer(), { key: 'Enter' });
  fireEvent.click(await within(log).findByRole('button', { name: 'Discard' }));
  expect(within(log).queryByText('Nothing')).toBeNull();
});

test('one’s own message is read out once, when it stands in the log', async () => {
  const { log } = await renderDock(server);
  server.failNext('/messages', { delayMs: 300 });
  type('Find Jordan');
  fireEvent.keyDown(composer(), { key: 'Enter' });
  expect(within(log).getByText('Find Jordan').closest('[aria-live=off]')).not.toBeNull();
  await until('it is in the log', () => within(log).getByText('Find Jordan').closest('[aria-live=off]') === null);
  expect(log.getAttribute('aria-live')).toBe('polite');
});

test('while there is work it says so, and Cancel asks for its end', async () => {
  const { add } = await renderDock(server);
  add({ type: 'run.status', runId: 'run', status: 'running' });
  await screen.findByText('Working…');
  server.failNext('/runs/run/cancel', { status: 200, body: '{}' });
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  await until('it was asked for', () => server.seen.some(({ path }) => path === '/runs/run/cancel'));
  add({ type: 'run.status', runId: 'run', status: 'cancelled' });
  await until('it is quiet', () => screen.queryByText('Working…') === null);
});

test('a run that paused is let go on or ended, and a refusal is said', async () => {
  const { add } = await renderDock(server);
  add({ type: 'run.status', runId: 'run', status: 'paused' });
  await screen.findByText('Paused. Why stands above.');
  server.failNext('/runs/run/resume', { status: 403, body: JSON.stringify({ error: { code: 'permission_denied', message: 'An owner may.' } }) });
  fireEvent.click(screen.getByRole('button', { name: 'Go on' }));
  await screen.findByText('An owner may.');
  server.failNext('/runs/run/cancel', { status: 200, body: '{}' });
  fireEvent.click(screen.getByRole('button', { name: 'Cancel the task' }));
  expect(screen.queryByText('An owner may.')).toBeNull();
  await until('it was asked for', () => server.seen.some(({ path }) => path === '/runs/run/cancel'));
});

test('the host has words of its own for a run that paused', async () => {
  const { add } = await renderDock(server, [], { renderPaused: (runId) => <b>Ask Ann about {runId}</b> });
  add({ type: 'run.status', runId: 'run', status: 'paused' });
  await screen.findByText('Ask Ann about run');
  expect(screen.queryByRole('button', { name: 'Go on' })).toBeNull();
});

test('whoever is signed out is told, and led to where they sign in', async () => {
  let asked = 0;
  server.state.isSignedOut = true;
  renderHost(server, <Dock onSignIn={() => (asked += 1)} />);
  fireEvent.click(await screen.findByRole('button', { name: 'Sign in' }));
  screen.getByText('You are signed out.');
  expect(asked).toBe(1);
});

test('a connection that drops is said, and tried again at a press', async () => {
  server.addSession();
  setPage(server);
  // By itself it would try again in an hour.
  render(
    <CountersignProvider agent="copilot" timing={{ baseMs: 3_600_000, capMs: 3_600_000 }}>
      <Dock />
    </CountersignProvider>,
  );
  await until('a stream', () => server.openStreams() > 0);
  server.state.streamMode = 'broken';
  server.cutStreams();
  await screen.findByText('The connection dropped. Reconnecting…');
  server.state.streamMode = 'ok';
  fireEvent.click(screen.getByRole('button', { name: 'Try now' }));
  await until('all is well', () => screen.queryByText(/connection dropped/) === null);
});

test('a new conversation leaves the old one and brings the focus to where one writes', async () => {
  const { log } = await renderDock(server, [{ type: 'message', props: { role: 'agent', text: 'Hello.' } }]);
  within(log).getByText('Hello.');
  fireEvent.click(screen.getByRole('button', { name: 'New conversation' }));
  await until('it begins', () => within(log).queryByText('Hello.') === null);
  expect(document.activeElement).toBe(composer());
});

test('who has scrolled up is not moved by what is added, but told', async () => {
  const { log, show } = await renderDock(server, [{ type: 'message', props: { role: 'agent', text: 'First.' } }]);
  const moves: unknown[] = [];
  Object.defineProperties(log, { scrollHeight: { value: 1_000 }, clientHeight: { value: 200 } });
  log.scrollTo = ((to: unknown) => moves.push(to)) as typeof log.scrollTo;
  log.scrollTop = 100;
  fireEvent.scroll(log);
  show({ type: 'message', props: { role: 'agent', text: 'Second.' } });
  const toEnd = await screen.findByRole('button', { name: 'New messages' });
  expect(moves).toEqual([]);
  fireEvent.click(toEnd);
  expect(moves).toEqual([{ top: 1_000 }]);
  log.scrollTop = 800;
  fireEvent.scroll(log);
  expect(screen.queryByRole('button', { name: 'New messages' })).toBeNull();
  show({ type: 'message', props: { role: 'agent', text: 'Third.' } });
  await until('it follows', () => moves.length === 2);
});

test('every word can be another, the head too', async () => {
  await renderDock(server, [], { texts: { composerLabel: 'Mensaje', emptyTitle: '¿Qué hago?' }, header: <h3>Copiloto</h3> });
  screen.getByRole('textbox', { name: 'Mensaje' });
  screen.getByText('¿Qué hago?');
  screen.getByRole('heading', { name: 'Copiloto', level: 3 });
  expect(screen.queryByRole('heading', { name: 'Assistant' })).toBeNull();
});

test('with an agent of its own it needs no provider', async () => {
  const sessionId = server.addSession('helper');
  server.append(sessionId, { type: 'ui.append', key: 'a', node: { type: 'message', props: { role: 'agent', text: 'I am the helper.' } } });
  setPage(server);
  const page = render(<Dock agent="helper" baseUrl={server.baseUrl} />);
  await screen.findByText('I am the helper.');
  page.unmount();
  expect(() => render(<Dock />)).toThrow('There is no <CountersignProvider> above');
  render(
    <CountersignProvider agent="helper" baseUrl={server.baseUrl}>
      <Dock />
    </CountersignProvider>,
  );
  await screen.findByText('I am the helper.');
});
