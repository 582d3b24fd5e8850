import type { Json, PanelView, SessionView } from '@countersign/core';

/** What an open form stands for. Two commands with the same target are about the same form. */
export interface PanelTarget {
  panel: string;
  recordId?: string | undefined;
}

export function isSameTarget(one: PanelTarget, other: PanelTarget): boolean {
  return one.panel === other.panel && one.recordId === other.recordId;
}

/**
 * The panel that was open when the page went away: the most recent one that is neither closed nor complete. A panel whose form was
 * later closed or saved under another command is over too, though the word of its own closing may have been lost.
 */
export function findReopenable({ panels }: SessionView): PanelView | undefined {
  const settled: PanelView[] = [];
  for (const panel of panels.toReversed()) {
    if (settled.some((later) => isSameTarget(later, panel))) continue;
    if (panel.status !== 'closed' && !panel.isComplete) return panel;
    settled.push(panel);
  }
  return undefined;
}

/** What a form is filled with when it opens: the agent's words, and apart from them the user's own, which win. */
export interface Filling {
  agent: Record<string, Json>;
  user: Record<string, Json>;
}

/** The filling of a panel, with the earlier commands that were still open in the same form. */
export function fillingOf({ panels }: SessionView, panel: PanelView): Filling {
  const filling: Filling = { agent: {}, user: {} };
  const index = panels.findIndex(({ key }) => key === panel.key);
  const earlier = panel.status === 'open' ? panels.slice(0, Math.max(0, index)).filter((candidate) => isOpen(candidate) && isSameTarget(candidate, panel)) : [];
  for (const { prefill, outcomes, fields } of [...earlier, panel]) {
    for (const [name, value] of Object.entries(prefill)) {
      // A field that was skipped then would be overwritten now, on a form that has forgotten who touched it.
      if ((outcomes[name] ?? 'applied') === 'applied') filling.agent[name] = value;
    }
    Object.assign(filling.user, fields);
  }
  for (const name of Object.keys(filling.user)) delete filling.agent[name];
  return filling;
}

function isOpen(panel: PanelView): boolean {
  return panel.status === 'open' && !panel.isComplete;
}
