import type { PanelView } from '@countersign/core';
import { createFieldReport, type Scalar } from './field-report.ts';
import { createFormFiller, type FillerOptions, type FillerState, type FormPort } from './form-filler.ts';
import type { DeskSession, OpenForm, PanelDesk } from './panel-desk.ts';
import { fillingOf, type PanelTarget } from './panel-recovery.ts';

export interface AgentFormOptions extends FillerOptions {
  /** False while the form still loads its record. */
  isReady: boolean;
  /** What a form that the user opened stands for. */
  target: PanelTarget | undefined;
}

export interface AgentFormState extends FillerState {
  /** The commands this form stands for, the latest last. */
  held: readonly HeldPanel[];
}

export interface HeldPanel {
  sessionId: string;
  key: string;
}

export type AgentForm = ReturnType<typeof createAgentForm>;

/**
 * The controller behind `useAgentForm`: one open form and the panel commands it stands for. It fills the form, and tells the session
 * what became of every field, what the user typed and how the form was closed. It knows no React.
 */
export function createAgentForm(desk: PanelDesk, port: FormPort, initialOptions: AgentFormOptions) {
  const listeners = new Set<() => void>();
  let options = initialOptions;
  let state: AgentFormState = { agentFilled: new Set(), announcement: '', held: [] };
  let panelKey: string | undefined;
  let target: PanelTarget | undefined;
  let isClosed = false;

  const change = (next: Partial<AgentFormState>) => {
    state = { ...state, ...next };
    for (const listener of [...listeners]) listener();
  };
  const report = createFieldReport(port.read, (fields) => reportEdits(desk, isClosed ? undefined : state.held.at(-1), fields));
  const filler = createFormFiller(port, () => options, { onState: change, onEdit: report.add });

  const hold = ({ sessionId, view }: DeskSession, panel: PanelView, isOpening: boolean) => {
    const { agent, user } = fillingOf(view, panel);
    const isReopened = panel.status === 'open';
    target = { panel: panel.panel, recordId: panel.recordId };
    change({ held: [...state.held, { sessionId, key: panel.key }] });
    filler.restore(user);
    if (!isReopened) desk.report(sessionId, toOpened(panel));
    const outcomes = filler.fill(agent, isOpening);
    if (!isReopened && Object.keys(outcomes).length > 0) desk.report(sessionId, { type: 'panel.patch', key: panel.key, fields: outcomes });
  };

  /** Fills the form for the command it was opened by, once command, log and record are all there. */
  const open = () => {
    const session = desk.session();
    if (!session || !options.isReady || isClosed || panelKey === undefined || state.held.some(({ key }) => key === panelKey)) return;
    const panel = session.view.panels.find(({ key }) => key === panelKey);
    if (!panel || panel.status === 'closed') return;
    hold(session, panel, true);
    filler.touched.open();
  };

  const close = (reason: 'saved' | 'dismissed') => {
    report.flush();
    if (isClosed) return;
    isClosed = true;
    for (const { sessionId, key } of state.held) desk.report(sessionId, { type: 'panel.closed', key, reason });
  };

  const openForm: OpenForm = {
    target: () => (isClosed || !options.isReady ? undefined : (target ?? options.target)),
    holds: (key) => key === panelKey || state.held.some((held) => held.key === key),
    adopt: (session, panel) => hold(session, panel, false),
    onView: open,
    flush: report.flush,
  };

  const show = (key: string | undefined) => {
    if (key !== panelKey) {
      panelKey = key;
      target = undefined;
      isClosed = false;
      change({ held: [] });
      filler.clearMarks();
    }
    filler.observe();
    if (key === undefined) filler.touched.open();
    const removeForm = desk.addForm(openForm);
    const stopListening = port.subscribe(filler.onChange);
    open();
    return () => {
      removeForm();
      stopListening();
    };
  };

  return {
    getSnapshot: () => state,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    configure(next: AgentFormOptions): void {
      options = next;
      open();
    },
    touched: filler.touched,
    close,
    /** Puts the form on the screen for a command; the returned function takes it off, which dismisses it unless it was closed. */
    attach: withGrace(show, () => close('dismissed')),
  };
}

/**
 * Delays the end by a turn, for React's StrictMode takes every effect back once and repeats it: a form that comes back at once under
 * the same key was never gone.
 */
function withGrace(show: (key: string | undefined) => () => void, end: () => void) {
  let leaving: { key: string | undefined; timer: ReturnType<typeof setTimeout> } | undefined;
  return (key: string | undefined): (() => void) => {
    if (leaving) {
      clearTimeout(leaving.timer);
      if (leaving.key !== key) end();
      leaving = undefined;
    }
    const hide = show(key);
    return () => {
      hide();
      leaving = { key, timer: setTimeout(end, 0) };
    };
  };
}

function reportEdits(desk: PanelDesk, held: HeldPanel | undefined, fields: Record<string, Scalar>): void {
  if (held) desk.report(held.sessionId, { type: 'panel.field.update', key: held.key, fields });
}

function toOpened({ key, panel, recordId }: PanelView) {
  return recordId === undefined ? ({ type: 'panel.opened', key, panel } as const) : ({ type: 'panel.opened', key, panel, recordId } as const);
}
