import type { FoldedNode, Json, NodeProps, NodeType } from '@countersign/core';
import type { ReactNode } from 'react';
import type { Session } from '../hooks/use-session.ts';

/** What the view of a node is given: its props, already checked where the runtime knows the type, and where they come from. */
export interface NodeViewProps<T extends string = string> {
  props: T extends NodeType ? NodeProps<T> : Readonly<Record<string, Json>>;
  node: FoldedNode;
  session: Session;
}

/** Views by node type: of the runtime's types, each with its own props, and of types that the host itself writes. */
export type NodeViews = { readonly [T in NodeType]?: (props: NodeViewProps<T>) => ReactNode } & { readonly [type: string]: (props: never) => ReactNode };
