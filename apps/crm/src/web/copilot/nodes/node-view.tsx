import type { FoldedNode, NodeType } from '@countersign/core';
import { readNode } from '@countersign/core';
import type { useSession } from '@countersign/react';
import { type ComponentType, createElement, type ReactNode } from 'react';
import { ApprovalNode } from './approval-node.tsx';
import { MessageNode } from './message-node.tsx';
import type { NodeViewProps } from './node-view-props.ts';
import { NoticeNode } from './notice-node.tsx';
import { PanelNode } from './panel-node.tsx';
import { ProgressNode } from './progress-node.tsx';
import { QuestionNode } from './question-node.tsx';
import { ReceiptNode } from './receipt-node.tsx';
import { RecordsNode } from './records-node.tsx';

type Renderers = { readonly [T in NodeType]: ComponentType<NodeViewProps<T>> };

const renderers: Renderers = {
  message: MessageNode,
  notice: NoticeNode,
  records: RecordsNode,
  receipt: ReceiptNode,
  question: QuestionNode,
  approval: ApprovalNode,
  progress: ProgressNode,
  'panel-open-command': PanelNode,
};

/** Renders a node of the log. A type or shape this page does not know renders nothing: a later server may say more. */
export function NodeView({ node, session }: { node: FoldedNode; session: ReturnType<typeof useSession> }) {
  return isKnown(node.type) ? renderKnown(node.type, node, session) : null;
}

function isKnown(type: string): type is NodeType {
  return Object.hasOwn(renderers, type);
}

function renderKnown<T extends NodeType>(type: T, node: FoldedNode, session: ReturnType<typeof useSession>): ReactNode {
  const props = readNode(type, node);
  const Renderer: ComponentType<NodeViewProps<T>> = renderers[type];
  return props ? createElement(Renderer, { props, node, session }) : null;
}
