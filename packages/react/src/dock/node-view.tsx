import { type FoldedNode, type NodeType, readNode } from '@countersign/core';
import { nodeProps } from '@countersign/core/internal';
import { type ComponentType, useMemo } from 'react';
import type { Session } from '../hooks/use-session.ts';
import { ApprovalCard } from './approval/approval-card.tsx';
import { useDockSettings } from './dock-settings.tsx';
import type { NodeViewProps, NodeViews } from './node-views.ts';
import { FormView } from './views/form-view.tsx';
import { MessageView } from './views/message-view.tsx';
import { NoticeView } from './views/notice-view.tsx';
import { ProgressView } from './views/progress-view.tsx';
import { QuestionView } from './views/question-view.tsx';
import { ReceiptView } from './views/receipt-view.tsx';
import { RecordsView } from './views/records-view.tsx';

type OwnViews = { readonly [T in NodeType]: (props: NodeViewProps<T>) => React.ReactNode };

const ownViews: OwnViews = {
  message: MessageView,
  notice: NoticeView,
  records: RecordsView,
  receipt: ReceiptView,
  question: QuestionView,
  approval: ApprovalCard,
  progress: ProgressView,
  'panel-open-command': FormView,
};

/** Shows a node of the log. A type or shape that nobody here knows shows nothing: a later server may say more. */
export function NodeView({ node, session }: { node: FoldedNode; session: Session }) {
  const { views } = useDockSettings();
  const View = findView(node.type, views);
  // The log is drawn anew with every entry; what a node says is read once.
  const props = useMemo(() => (isNodeType(node.type) ? readNode(node.type, node) : node.props), [node]);
  return View && props ? <View props={props} node={node} session={session} /> : null;
}

const isNodeType = (type: string): type is NodeType => Object.hasOwn(nodeProps, type);

/** The props belong to the view by the node's type, which the compiler cannot follow through a look-up. */
function findView(type: string, views: NodeViews | undefined): ComponentType<{ props: object; node: FoldedNode; session: Session }> | undefined {
  const known = [views, ownViews].find((candidates) => candidates && Object.hasOwn(candidates, type));
  return (known as Record<string, ComponentType<{ props: object; node: FoldedNode; session: Session }>> | undefined)?.[type];
}
