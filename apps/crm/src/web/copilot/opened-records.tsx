import { useSession } from '@countersign/react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef } from 'react';
import { usePanel } from '../panels/panel-state.tsx';
import { useDock } from '../ui/dock-state.tsx';
import { findOpened } from './find-opened.ts';

/**
 * Goes to the page of a record that the copilot was just asked to open. Only in the window that the person works in, never for
 * what the log held when it was read, and not away from a form with changes: the link in the log remains. Renders nothing.
 */
export function OpenedRecords() {
  const { view, status } = useSession();
  const { isDirty } = usePanel();
  const dock = useDock();
  const navigate = useNavigate();
  /** How far the log was looked at; undefined before it is read. */
  const seen = useRef<number | undefined>(undefined);
  const look = useEffectEvent(({ view, status }: Pick<ReturnType<typeof useSession>, 'view' | 'status'>) => {
    const after = seen.current;
    if (after === undefined && status !== 'live' && status !== 'idle') return;
    seen.current = view.last;
    const path = after === undefined ? undefined : findOpened(view.nodes, after);
    if (path === undefined || isDirty() || !document.hasFocus()) return;
    dock.makeRoom();
    void navigate({ to: path });
  });
  useEffect(() => look({ view, status }), [view, status]);
  return null;
}
