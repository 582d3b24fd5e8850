import type { AlertView } from '@countersign/core';

/** What is unusual, in plain words. */
export const alertTitles: Readonly<Record<AlertView['kind'], string>> = {
  destructive_requests: 'Asked for much that cannot be taken back',
  unusual_calls: 'Far busier than usual',
  unusual_denials: 'Refused far more often than usual',
  denials: 'Refused over and over',
  same_failure: 'Failed over and over',
};

/** @example toAlertNote(2) // '2 alerts wait to be looked at' */
export function toAlertNote(open: number): string {
  if (open === 0) return 'No alert waits to be looked at';
  return `${open} ${open === 1 ? 'alert waits' : 'alerts wait'} to be looked at`;
}
