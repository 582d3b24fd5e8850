// @vitest-environment happy-dom
import { type Json, node } from '@countersign/core';
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ProtocolServer, startProtocolServer } from '../../testing/protocol-server.ts';
import { renderHost } from '../../testing/render-host.tsx';
import { until } from '../../testing/until.ts';
import type { PanelCommand } from '../panels/panel-desk.ts';
import { useAgentForm } from './use-agent-form.ts';
import { usePanelCommands } from './use-panel-commands.ts';

const names = ['firstName', 'lastName', 'phone', 'email'] as const;
const jordan = { firstName: 'Jordan', lastName: 'Miles', phone: '555-219-8841', email: 'jordan.miles@example.com' };

let server: ProtocolServer;
let sessionId: string;
const commands = vi.fn<(command: PanelCommand) => void>();

beforeEach(async () => {
  localStorage.clear();
  commands.mockReset();
  server = await startProtocolServer();
  server.state.heartbeatMs = 1_000;
  sessionId = server.addSession();
});
afterEach(async () => {
  cleanup();
  // Forms that disappear say so; the server stays for that.
  await new Promise((resolve) => setTimeout(resolve, 30));
  await server.close();
});

interface FormProps {
  panelKey?: string;
  autoFocus?: boolean;
  onClose?: () => void;
}

/** A host's form, as a host would write it. */
function ClientForm({ panelKey, autoFocus = false, onClose }: FormProps) {
  const form = useForm({ defaultValues: { firstName: '', lastName: '', phone: '', email: '', notes: '' } });
  const isValid = (name: string, value: unknown) => name !== 'phone' || /\d{3}/.test(String(value));
  const format = (name: string, value: unknown) => (name === 'lastName' ? String(value).replace('mc', 'Mc') : value);
  const agent = useAgentForm(form, { panelKey, panel: 'client', fields: names, isValid, format });
  return (
    <form {...agent.bind} aria-label="client">
      {[...names, 'notes' as const].map((name) => (
        // biome-ignore lint/a11y/noAutofocus: a host's dialog does this
        <input key={name} aria-label={name} data-agent={agent.agentFilled.has(name)} autoFocus={autoFocus && name === 'firstName'} {...form.register(name)} />
      ))}
      {/* A control of the host's own: it hands its value to the form only when it is left. */}
      <div data-field="firstName">
        <input aria-label="draft of first name" />
      </div>
      <p role="status">{agent.announcement}</p>
      <p data-testid="header">{JSON.stringify(agent.panelHeader)}</p>
      {(['saved', 'dismissed'] as const).map((reason) => (
        <button
          key={reason}
          type="button"
          onClick={() => {
            agent.close(reason);
            onClose?.();
          }}
        >
          {reason}
        </button>
      ))}
    </form>
  );
}

function Host({ autoFocus = false }: { autoFocus?: boolean }) {
  const [command, setCommand] = useState<PanelCommand>();
  usePanelCommands((next) => {
    commands(next);
    setCommand(next);
  });
  return command ? <ClientForm key={command.key} panelKey={command.key} autoFocus={autoFocus} onClose={() => setCommand(undefined)} /> : <p>no form</p>;
}

function Leaving() {
  const [isHere, setHere] = useState(true);
  return (
    <>
      {isHere && <Host />}
      <button type="button" onClick={() => setHere(false)}>
        leave
      </button>
    </>
  );
}

function command(key: string, prefill: Record<string, Json>, recordId?: string) {
  const props = recordId === undefined ? { panel: 'client', prefill } : { panel: 'client', recordId, prefill };
  return server.append(sessionId, { type: 'ui.append', key, node: node('panel-open-command', props) });
}

const input = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
const values = () => Object.fromEntries(names.map((name) => [name, input(name).value]));
const marked = () => names.filter((name) => input(name).dataset.agent === 'true');
const said = () => screen.getByRole('status').textContent;
/** What the panels told the session, in order, without seq and time. */
const reports = () => server.eventsOf(sessionId).flatMap(({ seq: _, at: __, ...event }) => (event.type.startsWith('panel.') ? [event] : []));
const untilStreaming = () => until('a stream', () => server.openStreams() === 1);

/** A user at work in a field: pointer, focus, then typing. */
function enter(name: string, value?: string) {
  fireEvent.pointerDown(input(name));
  input(name).focus();
  if (value !== undefined) fireEvent.input(input(name), { target: { value } });
}

async function openJordan(host = <Host />) {
  renderHost(server, host);
  await untilStreaming();
  command('p1', jordan);
  await until('the form is filled', () => screen.queryByRole('form') && input('email').value === jordan.email);
}

describe('opening', () => {
  test('a command opens the form once, filled in, and tells once what became of each field', async () => {
    await openJordan();
    expect(values()).toEqual(jordan);
    expect(marked()).toEqual([...names]);
    expect(said()).toBe('Filled in first name, last name, phone and email.');
    expect(JSON.parse(screen.getByTestId('header').textContent ?? '')).toEqual({ 'x-countersign-panel': `${sessionId}/p1` });
    await until('the reports', () => reports().length === 2);
    const fields = { firstName: 'applied', lastName: 'applied', phone: 'applied', email: 'applied' };
    expect(reports()).toEqual([
      { type: 'panel.opened', key: 'p1', panel: 'client' },
      { type: 'panel.patch', key: 'p1', fields },
    ]);
    expect(commands.mock.calls).toEqual([[{ key: 'p1', panel: 'client', prefill: jordan, isReopened: false }]]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(reports()).toHaveLength(2);
  });

  test('a value stands in its field as the host writes it', async () => {
    renderHost(server, <Host />);
    await untilStreaming();
    command('p1', { lastName: 'mcCoy' });
    await until('the form is filled', () => screen.queryByRole('form') && input('lastName').value === 'McCoy');
    // It is the agent's still, and no edit of the user's.
    expect(marked()).toEqual(['lastName']);
    await until('told', () => reports().length >= 2);
    expect(reports()).toEqual([
      { type: 'panel.opened', key: 'p1', panel: 'client' },
      { type: 'panel.patch', key: 'p1', fields: { lastName: 'applied' } },
    ]);
  });

  test('what does not fit is left out and told', async () => {
    renderHost(server, <Host />);
    await untilStreaming();
    command('p1', { firstName: 'Jordan', phone: 'none', nickname: 'Jo' });
    await until('the reports', () => reports().length === 2);
    expect(reports()[1]).toMatchObject({ fields: { firstName: 'applied', phone: 'invalid', nickname: 'unknown_field' } });
    expect(values()).toMatchObject({ firstName: 'Jordan', phone: '' });
    expect(said()).toBe('Filled in first name. Could not fill in phone.');
  });

  test('a field that the form focuses when it opens is not yet the user’s', async () => {
    await openJordan(<Host autoFocus />);
    expect(document.activeElement).toBe(input('firstName'));
    expect(values()).toEqual(jordan);
    input('phone').blur();
  });

  test('a hidden tab opens nothing until somebody looks', async () => {
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    renderHost(server, <Host />);
    await untilStreaming();
    command('p1', jordan);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(commands).not.toHaveBeenCalled();
    visibility.mockRestore();
    document.dispatchEvent(new Event('visibilitychange'));
    await until('the form', () => screen.queryByRole('form'));
  });
});

describe('the user wins', () => {
  const further = { ...jordan, firstName: 'Max', phone: '555-000-0000' };

  test('over a further command for the same form, in a field that has only been focused', async () => {
    await openJordan();
    enter('firstName');
    input('firstName').blur();
    command('p2', further);
    await until('the patch', () => input('phone').value === further.phone);
    expect(input('firstName').value).toBe('Jordan');
    await until('the reports', () => reports().length === 4);
    expect(reports().slice(2)).toEqual([
      { type: 'panel.opened', key: 'p2', panel: 'client' },
      { type: 'panel.patch', key: 'p2', fields: { firstName: 'skipped_user_touched', lastName: 'applied', phone: 'applied', email: 'applied' } },
    ]);
    expect(commands).toHaveBeenCalledOnce();
    expect(said()).toBe('Filled in last name, phone and email. Kept your first name.');
  });

  test.each([
    ['input without focus', () => fireEvent.input(input('firstName'), { target: { value: 'J' } })],
    ['input in a control that keeps it to itself', () => fireEvent.input(screen.getByLabelText('draft of first name'), { target: { value: 'J' } })],
    ['the start of a composition', () => fireEvent.compositionStart(input('firstName'))],
    ['the present focus', () => input('firstName').focus()],
  ])('in a field with %s', async (_, touch) => {
    await openJordan();
    touch();
    const before = input('firstName').value;
    command('p2', further);
    await until('the patch', () => input('phone').value === further.phone);
    expect(input('firstName').value).toBe(before);
  });

  test('and the focus stays where the user types', async () => {
    await openJordan();
    enter('lastName', 'Mil');
    command('p2', further);
    await until('the patch', () => input('phone').value === further.phone);
    expect(document.activeElement).toBe(input('lastName'));
    expect(input('lastName').value).toBe('Mil');
  });

  test('the mark of a field goes with the user’s edit, not with a look', async () => {
    await openJordan();
    enter('phone');
    expect(marked()).toEqual([...names]);
    enter('email', 'j@example.com');
    await until('unmarked', () => marked().join() === 'firstName,lastName,phone');
  });

  test('the same words are announced again', async () => {
    await openJordan();
    const first = said();
    command('p2', jordan);
    await until('announced', () => said() !== first);
    expect(said()?.trim()).toBe(first);
  });
});

describe('telling the session', () => {
  test('edits flow up together once the typing pauses, and only those of known fields', async () => {
    await openJordan();
    enter('firstName', 'J');
    enter('firstName', 'Jo');
    enter('notes', 'secret');
    enter('phone', '555-111-2222');
    await until('the report', () => reports().length === 3);
    expect(reports()[2]).toEqual({ type: 'panel.field.update', key: 'p1', fields: { firstName: 'Jo', phone: '555-111-2222' } });
    expect(JSON.stringify(server.seen)).not.toContain('secret');
  });

  test('closing tells the last edits first, and unmounting afterwards says nothing more', async () => {
    await openJordan();
    enter('firstName', 'Jo');
    fireEvent.click(screen.getByText('saved'));
    await until('closed', () => reports().length === 4);
    await new Promise((resolve) => setTimeout(resolve, 450));
    expect(reports().slice(2)).toEqual([
      { type: 'panel.field.update', key: 'p1', fields: { firstName: 'Jo' } },
      { type: 'panel.closed', key: 'p1', reason: 'saved' },
    ]);
  });

  test('a form with two commands closes both', async () => {
    await openJordan();
    command('p2', { phone: '555-000-0000' });
    await until('the patch', () => input('phone').value === '555-000-0000');
    expect(screen.getByTestId('header').textContent).toContain('/p2');
    fireEvent.click(screen.getByText('dismissed'));
    await until('closed', () => reports().length === 6);
    expect(reports().slice(4)).toEqual([
      { type: 'panel.closed', key: 'p1', reason: 'dismissed' },
      { type: 'panel.closed', key: 'p2', reason: 'dismissed' },
    ]);
    command('p3', { firstName: 'Ann' });
    await until('a fresh form', () => screen.queryByRole('form') && input('firstName').value === 'Ann');
    expect(input('phone').value).toBe('');
  });

  test('a command that continues another goes into the form that is open for that one', async () => {
    renderHost(server, <Host />);
    await untilStreaming();
    command('p1', jordan, 'client-7');
    await until('the form is filled', () => screen.queryByRole('form') && input('email').value === jordan.email);
    const props = { panel: 'client', prefill: { phone: '555-000-0000' }, continues: 'p1' };
    server.append(sessionId, { type: 'ui.append', key: 'p2', node: node('panel-open-command', props) });
    await until('the patch', () => input('phone').value === '555-000-0000');
    expect(input('email').value).toBe(jordan.email);
    expect(commands).toHaveBeenCalledTimes(1);
  });

  test('a form that just disappears was dismissed', async () => {
    await openJordan(<Leaving />);
    fireEvent.click(screen.getByText('leave'));
    await until('told', () => reports().length === 3);
    expect(reports()[2]).toEqual({ type: 'panel.closed', key: 'p1', reason: 'dismissed' });
  });

  test('a page that goes away tells what was typed last', async () => {
    await openJordan();
    await until('the reports', () => reports().length === 2);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const asked = vi.spyOn(globalThis, 'fetch');
    enter('firstName', 'Jo');
    window.dispatchEvent(new Event('pagehide'));
    // On its way in the same turn: a page that goes away has no other.
    await Promise.resolve();
    expect(asked).toHaveBeenCalledOnce();
    expect(asked.mock.calls[0]?.[1]).toMatchObject({ keepalive: true });
    asked.mockRestore();
    await until('told', () => reports().length === 3);
    expect(reports()[2]).toMatchObject({ type: 'panel.field.update', fields: { firstName: 'Jo' } });
  });

  test('failures neither disturb the form nor change the order', async () => {
    server.failNext('/panel-events', { status: 503 });
    server.failNext('/panel-events', 'cut');
    await openJordan();
    enter('firstName', 'Jo');
    fireEvent.click(screen.getByText('dismissed'));
    await until('all told', () => reports().length === 4, 10_000);
    expect(reports().map(({ type }) => type)).toEqual(['panel.opened', 'panel.patch', 'panel.field.update', 'panel.closed']);
  });
});

describe('a form that the user opened', () => {
  test('is adopted by a command for the same, and what the user typed stays', async () => {
    renderHost(
      server,
      <>
        <Host />
        <ClientForm />
      </>,
    );
    await untilStreaming();
    expect(screen.getByTestId('header').textContent).toBe('{}');
    enter('firstName', 'Anna');
    command('p1', jordan);
    await until('the patch', () => input('phone').value === jordan.phone);
    expect(input('firstName').value).toBe('Anna');
    expect(commands).not.toHaveBeenCalled();
    await until('the reports', () => reports().length >= 2);
    expect(reports().slice(0, 2)).toMatchObject([
      { type: 'panel.opened' },
      { type: 'panel.patch', fields: { firstName: 'skipped_user_touched', phone: 'applied' } },
    ]);
  });

  test('is left alone by a command for another record', async () => {
    renderHost(
      server,
      <>
        <Listener />
        <ClientForm />
      </>,
    );
    await untilStreaming();
    command('p1', jordan, 'client-7');
    await until('the host is asked', () => commands.mock.calls.length === 1);
    expect(values()).toEqual({ firstName: '', lastName: '', phone: '', email: '' });
  });
});

function Listener() {
  usePanelCommands(commands);
  return null;
}

describe('after a reload', () => {
  test('only the most recent open panel comes back, with what the user had typed', async () => {
    command('old', { firstName: 'Old' });
    command('done', { firstName: 'Done' }, 'client-1');
    server.append(sessionId, { type: 'panel.opened', key: 'done', panel: 'client', recordId: 'client-1' });
    command('p1', jordan);
    server.append(sessionId, { type: 'panel.opened', key: 'p1', panel: 'client' });
    server.append(sessionId, {
      type: 'panel.patch',
      key: 'p1',
      fields: { firstName: 'applied', lastName: 'applied', phone: 'applied', email: 'skipped_user_touched' },
    });
    server.append(sessionId, { type: 'panel.field.update', key: 'p1', fields: { phone: '555-111-2222' } });
    const before = reports().length;
    renderHost(server, <Host />);
    await until('the form', () => screen.queryByRole('form') && input('firstName').value === 'Jordan');
    const prefill = { firstName: 'Jordan', lastName: 'Miles', phone: '555-111-2222' };
    expect(commands.mock.calls).toEqual([[{ key: 'p1', panel: 'client', prefill, isReopened: true }]]);
    expect(values()).toEqual({ ...prefill, email: '' });
    expect(marked()).toEqual(['firstName', 'lastName']);
    command('p2', { phone: '555-000-0000', lastName: 'Stone' });
    await until('the patch', () => input('lastName').value === 'Stone');
    expect(input('phone').value).toBe('555-111-2222');
    await until('reports', () => reports().length === before + 2);
    expect(reports().slice(before)).toMatchObject([
      { type: 'panel.opened', key: 'p2' },
      { type: 'panel.patch', key: 'p2' },
    ]);
  });

  test.each([
    ['closed', { type: 'panel.closed', key: 'p1', reason: 'dismissed' }],
    ['complete', { type: 'goal.complete', key: 'p1', panel: 'client', recordId: 'c', summary: 'Saved.' }],
  ] as const)('a panel that is %s stays away', async (_, end) => {
    command('p1', jordan);
    server.append(sessionId, { type: 'panel.opened', key: 'p1', panel: 'client' });
    server.append(sessionId, end);
    renderHost(server, <Host />);
    await untilStreaming();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(commands).not.toHaveBeenCalled();
  });
});
