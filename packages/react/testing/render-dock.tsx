import { type EventBody, type NodeProps, type NodeType, node } from '@countersign/core';
import { Dock, type DockProps } from '@countersign/react/dock';
import { configure, screen } from '@testing-library/react';
import type { ProtocolServer } from './protocol-server.ts';
import { renderHost } from './render-host.tsx';
import { until } from './until.ts';

// Looking something up by its role takes long where much else is running.
configure({ asyncUtilTimeout: 20_000 });

export type Node = { [T in NodeType]: { type: T; props: NodeProps<T>; key?: string; runId?: string } }[NodeType];

/** The dock over a conversation that holds these nodes, as soon as it shows them. */
export async function renderDock(server: ProtocolServer, nodes: readonly Node[] = [], props: DockProps = {}) {
  const sessionId = server.addSession();
  const add = (body: EventBody) => server.append(sessionId, body);
  const show = ({ type, props: shown, key = `${type}${server.eventsOf(sessionId).length}`, runId }: Node) =>
    add({ type: 'ui.append', key, node: node(type, shown as never), ...(runId !== undefined && { runId }) });
  nodes.forEach(show);
  const page = renderHost(server, <Dock locale="en-US" timeZone="UTC" {...props} />);
  await until('the dock is live', () => screen.getByRole('log').getAttribute('aria-busy') === 'false');
  await until('a stream', () => server.openStreams() > 0);
  return { page, sessionId, add, show, log: screen.getByRole('log') };
}
