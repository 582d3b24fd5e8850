import type { Json, PanelView, SessionView } from '@countersign/core';
import type { PanelEvent } from '@countersign/core/internal';
import type { SessionStore } from '../client/session-store.ts';
import { fillingOf, findReopenable, isSameTarget, type PanelTarget } from './panel-recovery.ts';
import type { PanelReporter } from './panel-reporter.ts';

/** Asks the host to open one of its forms. */
export interface PanelCommand {
  /** Names this opening; hand it to the form as `panelKey`. */
  key: string;
  panel: string;
  recordId?: string;
  /** What the form will be filled with. `useAgentForm` does the filling; this is for titles and for forms without it. */
  prefill: Record<string, Json>;
  /** True when the form was open before the page was reloaded. */
  isReopened: boolean;
}

export type PanelHandler = (command: PanelCommand) => void;

/** The conversation and its view, once its log is loaded. */
export interface DeskSession {
  sessionId: string;
  view: SessionView;
}

/** A form on the screen that takes the agent's patches. */
export interface OpenForm {
  /** Undefined while the form stands for nothing that an agent could name. */
  target(): PanelTarget | undefined;
  holds(key: string): boolean;
  /** Patches the form with a further command. */
  adopt(session: DeskSession, panel: PanelView): void;
  /** Told after every change of the session. */
  onView(): void;
  /** Reports what the user typed last, since the page may go away. */
  flush(): void;
}

/** Hands the agent's panel commands to the host or to the form that is open for them already, each exactly once. */
export interface PanelDesk {
  addHandler(handler: PanelHandler): () => void;
  addForm(form: OpenForm): () => void;
  session(): DeskSession | undefined;
  report(sessionId: string, event: PanelEvent): void;
  start(): void;
  dispose(): void;
}

export function createPanelDesk(store: Pick<SessionStore, 'getSnapshot' | 'subscribe'>, reporter: PanelReporter): PanelDesk {
  const handlers = new Set<PanelHandler>();
  const forms = new Set<OpenForm>();
  const inTray = createInTray();

  const session = (): DeskSession | undefined => {
    const { sessionId, view, isLoaded } = store.getSnapshot();
    return isLoaded && sessionId !== undefined ? { sessionId, view } : undefined;
  };

  /** True when the command is dealt with. */
  const hand = (present: DeskSession, { key, isReopened }: Waiting): boolean => {
    const panel = present.view.panels.find((candidate) => candidate.key === key);
    // Another tab was faster, or the server took it back.
    if (!panel || panel.status === 'closed' || panel.isComplete || (panel.status === 'open' && !isReopened)) return true;
    if ([...forms].some((form) => form.holds(key))) return true;
    const form = [...forms].find((candidate) => isFor(candidate, panel));
    if (form) {
      form.adopt(present, panel);
      return true;
    }
    for (const handler of [...handlers]) handler(toCommand(present.view, panel));
    return handlers.size > 0;
  };

  const sync = () => {
    for (const form of [...forms]) form.onView();
    const present = session();
    if (!present) return;
    inTray.collect(present.sessionId, present.view);
    // The tab that the user looks at opens the panel.
    if (globalThis.document?.visibilityState !== 'hidden') inTray.handOut((waiting) => hand(present, waiting));
  };
  const flush = () => {
    for (const form of [...forms]) form.flush();
  };
  const onVisibility = () => (document.visibilityState === 'hidden' ? flush() : sync());
  let unsubscribe: (() => void) | undefined;

  return {
    session,
    report: (sessionId, event) => reporter.report(sessionId, event),
    addHandler(handler) {
      handlers.add(handler);
      sync();
      return () => void handlers.delete(handler);
    },
    addForm(form) {
      forms.add(form);
      return () => void forms.delete(form);
    },
    start() {
      reporter.start();
      unsubscribe ??= store.subscribe(sync);
      globalThis.document?.addEventListener('visibilitychange', onVisibility);
      globalThis.window?.addEventListener('pagehide', flush);
      sync();
    },
    dispose() {
      unsubscribe?.();
      unsubscribe = undefined;
      globalThis.document?.removeEventListener('visibilitychange', onVisibility);
      globalThis.window?.removeEventListener('pagehide', flush);
      flush();
      reporter.dispose();
    },
  };
}

function isFor(form: OpenForm, panel: PanelView): boolean {
  if (panel.continues !== undefined && form.holds(panel.continues)) return true;
  const target = form.target();
  return target !== undefined && isSameTarget(target, panel);
}

function toCommand(view: SessionView, panel: PanelView): PanelCommand {
  const { agent, user } = fillingOf(view, panel);
  const base = { key: panel.key, panel: panel.panel, prefill: { ...agent, ...user }, isReopened: panel.status === 'open' };
  return panel.recordId === undefined ? base : { ...base, recordId: panel.recordId };
}

interface Waiting {
  key: string;
  isReopened: boolean;
}

/** Remembers which commands were seen, so that each is handed out once, whoever asks and however often. */
function createInTray() {
  let sessionId: string | undefined;
  let seen = new Set<string>();
  let waiting: Waiting[] = [];
  return {
    collect(present: string, view: SessionView): void {
      if (present !== sessionId) {
        sessionId = present;
        // Of what was in the log before, only the panel that was left open matters.
        const left = findReopenable(view);
        seen = new Set(view.panels.map(({ key }) => key));
        waiting = left ? [{ key: left.key, isReopened: true }] : [];
      }
      for (const { key } of view.panels) {
        if (seen.has(key)) continue;
        seen.add(key);
        waiting.push({ key, isReopened: false });
      }
    },
    handOut(hand: (waiting: Waiting) => boolean): void {
      // Emptied first: a handler may change the session and come back in here.
      const batch = waiting;
      waiting = [];
      const left = batch.filter((entry) => !hand(entry));
      waiting = [...left, ...waiting];
    },
  };
}
