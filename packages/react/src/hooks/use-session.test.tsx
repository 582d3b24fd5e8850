// @vitest-environment happy-dom
import { node } from '@countersign/core';
import { CountersignProvider } from '@countersign/react';
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ProtocolServer, startProtocolServer } from '../../testing/protocol-server.ts';
import { renderHost } from '../../testing/render-host.tsx';
import { until } from '../../testing/until.ts';
import { useApprovals } from './use-approvals.ts';
import { useReceipts } from './use-receipts.ts';
import { useSession } from './use-session.ts';

let server: ProtocolServer;

beforeEach(async () => {
  localStorage.clear();
  server = await startProtocolServer();
});
afterEach(async () => {
  cleanup();
  // Forms that disappear say so; the server stays for that.
  await new Promise((resolve) => setTimeout(resolve, 30));
  await server.close();
});

function Conversation() {
  const { view, status, outgoing, isWorking, send } = useSession();
  const receipts = useReceipts();
  const { pending, decide, isDeciding, error } = useApprovals();
  return (
    <div>
      <p data-testid="status">{status}</p>
      <p data-testid="working">{String(isWorking)}</p>
      <ul>
        {view.nodes.map(({ key, props }) => (
          <li key={key}>{String(props.text)}</li>
        ))}
        {outgoing.map((message) => (
          <li key={message.clientMessageId}>
            {message.text} ({message.state})
          </li>
        ))}
      </ul>
      <p data-testid="receipts">{receipts.map(({ text }) => text).join()}</p>
      <button type="button" onClick={() => send('hello')}>
        send
      </button>
      {pending.map(({ requestId, items }) => (
        <button
          key={requestId}
          type="button"
          disabled={isDeciding}
          onClick={() =>
            void decide(
              requestId,
              items.map(({ itemId, grants }) => ({ itemId, decision: 'approve', reason: 'Same client.', scope: grants?.[0]?.scope ?? 'once' })),
            )
          }
        >
          {items[0]?.title}
        </button>
      ))}
      <p data-testid="offers">{pending.flatMap(({ items }) => items.flatMap(({ grants }) => grants?.map((grant) => grant.text) ?? [])).join()}</p>
      <p role="alert">{error?.message}</p>
    </div>
  );
}

const text = (id: string) => screen.getByTestId(id).textContent;

test('one stream is opened, though React mounts twice, and none is left', async () => {
  const sessionId = server.addSession();
  const page = renderHost(server, <Conversation />);
  await until('live', () => text('status') === 'live' && server.openStreams() === 1);
  expect(server.state.opened).toBe(1);
  expect(server.seen.filter(({ path }) => path === '/sessions?agent=copilot&kind=conversation&limit=1')).toHaveLength(1);
  server.append(sessionId, { type: 'ui.append', key: 'a', node: node('message', { role: 'agent', text: 'Hello.' }) });
  await screen.findByText('Hello.');
  page.unmount();
  await until('no stream', () => server.openStreams() === 0);
});

test('a message is shown at once, works until it is taken, and is never shown twice', async () => {
  server.addSession();
  renderHost(server, <Conversation />);
  await until('live', () => text('status') === 'live');
  fireEvent.click(screen.getByText('send'));
  screen.getByText('hello (sending)');
  expect(text('working')).toBe('true');
  await screen.findByText('hello');
  expect(screen.getAllByRole('listitem')).toHaveLength(1);
});

test('a provider of its own follows one conversation, and the one around it stays where it was', async () => {
  const [older, newer] = [server.addSession(), server.addSession()];
  for (const [sessionId, text] of [
    [older, 'of the task'],
    [newer, 'of the dock'],
  ] as const)
    server.append(sessionId, { type: 'ui.append', key: text, node: node('message', { role: 'agent', text }) });
  renderHost(
    server,
    <>
      <Conversation />
      <CountersignProvider agent="copilot" sessionId={older}>
        <Conversation />
      </CountersignProvider>
    </>,
  );
  await screen.findByText('of the dock');
  await screen.findByText('of the task');
  expect(screen.getAllByRole('list').map((list) => list.textContent)).toEqual(['of the dock', 'of the task']);
  // A reload brings the dock back to its own.
  expect(localStorage.getItem('countersign:session:copilot')).toBe(newer);
});

test('receipts are read off the log', async () => {
  const sessionId = server.addSession();
  const receipt = node('receipt', { invocationId: 'i', tool: 'send_text', status: 'succeeded', text: 'Texted Jordan.' });
  server.append(sessionId, { type: 'ui.append', key: 'r', node: receipt });
  renderHost(server, <Conversation />);
  await until('the receipt', () => text('receipts') === 'Texted Jordan.');
});

test('an approval is asked for until it is answered, and a refused answer leaves it with its reason', async () => {
  const sessionId = server.addSession();
  const requestId = 'b1a7c0de-0000-4000-8000-000000000003';
  const item = { itemId: 'b1a7c0de-0000-4000-8000-000000000004', tool: 'send_text', title: 'Text Jordan', risk: 'irreversible', preview: null } as const;
  const grants = [{ scope: 'run' as const, text: 'For the rest of this run: send text.' }];
  const approval = node('approval', {
    requestId,
    kind: 'call',
    status: 'pending',
    expiresAt: null,
    items: [{ ...item, status: 'pending', asking: [], grants }],
  });
  server.append(sessionId, { type: 'ui.append', key: 'approval', node: approval });
  renderHost(server, <Conversation />);
  const refusal = JSON.stringify({ error: { code: 'permission_denied', message: 'You may not approve this.' } });
  server.failNext('/approvals/decisions', { status: 403, body: refusal });
  const button = await screen.findByText('Text Jordan');
  expect(text('offers')).toBe('For the rest of this run: send text.');
  fireEvent.click(button);
  await screen.findByText('You may not approve this.');
  const view = {
    ...item,
    invocationId: 'i',
    input: {},
    impact: {},
    status: 'approved',
    asking: [],
    origins: [],
    grants,
    scope: 'run',
    isConsumed: false,
    decidedBy: 'ann',
    decidedAt: '',
    reason: null,
  };
  const decided = { requestId, runId: requestId, sessionId, kind: 'call', requestedBy: 'ann', createdAt: '', expiresAt: null, items: [view] };
  server.failNext('/approvals/decisions', { status: 200, body: JSON.stringify({ approval: decided }) });
  fireEvent.click(screen.getByText('Text Jordan'));
  await until('it is gone', () => screen.queryByText('Text Jordan') === null);
  const sent = server.seen.findLast(({ path }) => path === '/approvals/decisions');
  expect(sent?.body).toEqual({ requestId, decisions: [{ itemId: item.itemId, decision: 'approve', reason: 'Same client.', scope: 'run' }] });
});
