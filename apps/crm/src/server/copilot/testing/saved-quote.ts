import { emptyView, node, type SessionView } from '@countersign/core';
import { append } from './play-sentence.ts';

/** A conversation in which a quote was opened, filled in and saved. */
export function haveSavedQuote(recordId: string): SessionView {
  const key = 'run-0/0:0';
  const opened = append(emptyView, { type: 'ui.append', key, runId: 'run-0', node: node('panel-open-command', { panel: 'quote', prefill: {} }) });
  return append(append(opened, { type: 'goal.complete', key, panel: 'quote', recordId, summary: 'Saved.' }), { type: 'panel.closed', key, reason: 'saved' });
}
