import type { FoldedNode, NodeProps, NodeType } from '@countersign/core';
import type { useSession } from '@countersign/react';
import { createContext } from 'react';

/** What the renderer of a node type is given: the props, already checked, and where they come from. */
export interface NodeViewProps<T extends NodeType> {
  props: NodeProps<T>;
  node: FoldedNode;
  session: ReturnType<typeof useSession>;
}

/**
 * Where the log is shown: in the `dock`, where the copilot opens forms by itself, or on the `page` of a task, where nobody was
 * sitting when it was written.
 */
export const LogPlace = createContext<'dock' | 'page'>('dock');
