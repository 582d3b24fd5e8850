import { useBlocker } from '@tanstack/react-router';
import { createContext, type ReactNode, use, useCallback, useMemo, useRef, useState } from 'react';
import { type PanelName, toRecordPath } from '../kinds/record-paths.ts';
import { discardQuestion, useConfirm } from '../ui/confirm.tsx';

/** Values by field, as the form's inputs take them. */
export type StartValues = Readonly<Record<string, unknown>>;

/** Which record a form is about: one on file, or without a `recordId` one that is yet to be. */
export interface PanelTarget {
  panel: PanelName;
  recordId?: string;
  /** What a new record has from where its form was opened, such as the client whose page it was. */
  given?: StartValues;
}

export interface OpenPanel {
  /** A new number for every form that is opened; the same form keeps it. */
  instance: number;
  target: PanelTarget;
  openedBy: 'user' | 'agent';
  /** The command of the copilot that this form answers, if any. */
  agentKey?: string;
  /** What the user took over from a command that is closed already: the form starts with it, as if typed. */
  start?: StartValues;
}

/** Who opens the form, and with what. */
export type Opening = { by: 'user'; start?: StartValues; agentKey?: string } | { by: 'agent'; agentKey: string };

/** What the form lets others know and do while it is mounted. */
export interface PanelForm {
  isDirty: () => boolean;
  /** Did the user write something, other than what the copilot filled in? */
  hasUserEdits: () => boolean;
  close: (reason: 'saved' | 'dismissed') => void;
}

interface PanelState {
  current: OpenPanel | null;
  /**
   * Opens the form. A user is asked first when another form has unsaved changes; the copilot never asks, it only
   * replaces a form in which the user wrote nothing.
   *
   * @returns false when the other form stays
   */
  open: (target: PanelTarget, opening: Opening) => Promise<boolean>;
  /** Closes the form; asks first when it has unsaved changes. */
  dismiss: () => Promise<boolean>;
  /** Is there a form open with changes that are not saved? */
  isDirty: () => boolean;
  /** Closes the form after a save. */
  finish: () => void;
  register: (form: PanelForm | null) => void;
}

const PanelContext = createContext<PanelState | null>(null);

/** The one form that may be open beside the page. */
export function usePanel(): PanelState {
  const state = use(PanelContext);
  if (!state) throw new Error('usePanel was called outside of PanelProvider. Render the component under the shell.');
  return state;
}

/**
 * Does the open form serve this target as well? A record on file is one and the same; a new one is another each time, so
 * only a form with nothing in it can be taken for it.
 */
function isFor({ target, agentKey }: OpenPanel, wanted: PanelTarget, form: PanelForm | null): boolean {
  if (target.panel !== wanted.panel || target.recordId !== wanted.recordId) return false;
  return target.recordId !== undefined || (agentKey === undefined && !form?.isDirty() && JSON.stringify(target.given) === JSON.stringify(wanted.given));
}

/** The form stays open on its own page and on the way to the page of its record; going anywhere else closes it. */
function isLeaving(panel: OpenPanel | null, from: string, to: string): boolean {
  if (!panel || from === to) return false;
  const { panel: name, recordId } = panel.target;
  return recordId === undefined || to !== toRecordPath(name, recordId);
}

export function PanelProvider({ children }: { children: ReactNode }) {
  const [current, setCurrent] = useState<OpenPanel | null>(null);
  const latest = useRef<OpenPanel | null>(null);
  const form = useRef<PanelForm | null>(null);
  const instances = useRef(0);
  const confirm = useConfirm();

  const show = useCallback((panel: OpenPanel | null) => {
    latest.current = panel;
    setCurrent(panel);
  }, []);

  const dismiss = useCallback(async () => {
    if (form.current?.isDirty() && !(await confirm(discardQuestion))) return false;
    form.current?.close('dismissed');
    show(null);
    return true;
  }, [confirm, show]);

  const open = useCallback(
    async (target: PanelTarget, opening: Opening) => {
      const { by, agentKey } = opening;
      const before = latest.current;
      if (before && isFor(before, target, form.current) && !(by === 'user' && opening.start)) {
        show(agentKey ? { ...before, agentKey } : before);
        return true;
      }
      if (before && by === 'agent' && form.current?.hasUserEdits()) return false;
      if (before && by === 'agent') form.current?.close('dismissed');
      if (before && by === 'user' && !(await dismiss())) return false;
      instances.current += 1;
      show({
        instance: instances.current,
        target,
        openedBy: by,
        ...(agentKey ? { agentKey } : {}),
        ...(by === 'user' && opening.start ? { start: opening.start } : {}),
      });
      return true;
    },
    [dismiss, show],
  );

  useBlocker({
    shouldBlockFn: async ({ current: from, next }) => isLeaving(latest.current, from.pathname, next.pathname) && !(await dismiss()),
    enableBeforeUnload: () => form.current?.isDirty() ?? false,
  });

  const state = useMemo<PanelState>(
    () => ({
      current,
      open,
      dismiss,
      isDirty: () => form.current?.isDirty() ?? false,
      finish: () => show(null),
      register: (mounted) => {
        form.current = mounted;
      },
    }),
    [current, open, dismiss, show],
  );
  return <PanelContext value={state}>{children}</PanelContext>;
}
