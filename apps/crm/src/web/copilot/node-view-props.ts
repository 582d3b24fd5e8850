import type { FoldedNode, NodeProps, NodeType } from '@countersign/core';
import type { useSession } from '@countersign/react';

/** What the renderer of a node type is given: the props, already checked, and where they come from. */
export interface NodeViewProps<T extends NodeType> {
  props: NodeProps<T>;
  node: FoldedNode;
  session: ReturnType<typeof useSession>;
}
