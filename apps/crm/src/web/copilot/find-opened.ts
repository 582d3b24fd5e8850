import { type FoldedNode, readNode } from '@countersign/core';
import { isPanelName, toRecordPath } from '../kinds/record-paths.ts';

/** The page of the record that was asked to be opened last, after a place in the log. */
export function findOpened(nodes: readonly FoldedNode[], after: number): string | undefined {
  const paths = nodes.flatMap((node) => {
    const props = node.seq > after ? readNode('records', node) : undefined;
    const [record, ...others] = props?.opens ? props.items : [];
    return record && others.length === 0 && isPanelName(props?.panel) ? [toRecordPath(props.panel, record.id)] : [];
  });
  return paths.at(-1);
}
