import { type NodeProps, readNode } from '@countersign/core';
import { useMemo } from 'react';
import { useSessionState } from './use-session.ts';

export type Receipt = NodeProps<'receipt'> & { key: string; seq: number; at: string };

/** What came of the side effects of this conversation, oldest first. */
export function useReceipts(): readonly Receipt[] {
  const { nodes } = useSessionState().view;
  return useMemo(
    () =>
      nodes.flatMap((node): Receipt[] => {
        const receipt = readNode('receipt', node);
        return receipt ? [{ ...receipt, key: node.key, seq: node.seq, at: node.at }] : [];
      }),
    [nodes],
  );
}
