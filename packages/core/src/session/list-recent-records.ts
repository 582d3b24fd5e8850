import { readNode } from './events.ts';
import type { SessionView } from './fold-context.ts';

/** A record that the conversation was about. */
export interface RecentRecord {
  /** The kind of record, by the name of its panel. */
  panel: string;
  id: string;
}

/**
 * The records a conversation was about, the latest last: saved in a panel, opened in one, or shown alone. What "it" means.
 *
 * @param before Key of a node: only what came before it counts. @default everything
 */
export function listRecentRecords({ nodes, panels }: SessionView, before?: string): RecentRecord[] {
  const end = before === undefined ? -1 : nodes.findIndex(({ key }) => key === before);
  return (end === -1 ? nodes : nodes.slice(0, end)).flatMap((node): RecentRecord[] => {
    const command = panels.find(({ key }) => key === node.key);
    if (command) {
      const id = command.savedId ?? command.recordId;
      return id === undefined ? [] : [{ panel: command.panel, id }];
    }
    const shown = readNode('records', node);
    const [only, ...others] = shown?.items ?? [];
    return shown?.panel !== undefined && only && others.length === 0 && !shown.more ? [{ panel: shown.panel, id: only.id }] : [];
  });
}
