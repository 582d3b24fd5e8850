import type { PanelView } from '@countersign/core';
import { Button } from '@mantine/core';
import { IconCircleCheck, IconForms } from '@tabler/icons-react';
import { use } from 'react';
import { PANEL_ID } from '../../forms/record-panel.tsx';
import { panelKinds } from '../../kinds/panel-kinds.ts';
import { isPanelName } from '../../kinds/record-paths.ts';
import { useOpenCommand } from '../../panels/panel-commands.tsx';
import { type StartValues, usePanel } from '../../panels/panel-state.tsx';
import { useDock } from '../../ui/dock-state.tsx';
import { LogPlace, type NodeViewProps } from './node-view-props.ts';
import classes from './nodes.module.css';

/** Says that a form was opened, what was filled in and what became of it. The form itself is the real one, beside the log. */
export function PanelNode({ props, node, session }: NodeViewProps<'panel-open-command'>) {
  const { current } = usePanel();
  const dock = useDock();
  const openCommand = useOpenCommand();
  const isInDock = use(LogPlace) === 'dock';
  const view = session.view.panels.find((panel) => panel.key === node.key);
  if (!isPanelName(props.panel)) return null;
  const { noun, labels } = panelKinds[props.panel];
  const isShown = isInDock && current !== null && view?.status === 'open' && current.target.panel === props.panel && current.target.recordId === props.recordId;
  const goToForm = () => {
    dock.makeRoom();
    document.querySelector<HTMLElement>(`#${PANEL_ID} input`)?.focus();
  };
  const reopen = () =>
    // A command that was closed is over, and one of a task is not of this conversation; what it had filled in becomes the start of a form of the user's own.
    void openCommand(
      { panel: props.panel, recordId: props.recordId },
      view && (view.status === 'closed' || !isInDock) ? { by: 'user', start: toStart(view, labels) } : { by: 'user', agentKey: node.key },
    );
  return (
    <article className={classes.card} aria-label="Form">
      <p className={classes.cardTitle}>
        {view?.isComplete ? <IconCircleCheck size={18} aria-hidden className={classes.good} /> : <IconForms size={18} aria-hidden />}
        {props.recordId ? `Change a ${noun}` : `New ${noun}`}
        {isInDock && <span className={classes.state}>{toState(view, isShown)}</span>}
      </p>
      <FilledFields view={view} prefill={props.prefill} labels={labels} />
      {!view?.isComplete && (
        <Button size="compact-sm" variant="default" mt={8} onClick={isShown ? goToForm : reopen}>
          {isShown ? 'Go to the form' : 'Open the form'}
        </Button>
      )}
    </article>
  );
}

type Labels = Readonly<Record<string, string>>;

function toStart({ prefill, fields }: PanelView, labels: Labels): StartValues {
  return Object.fromEntries(Object.entries({ ...prefill, ...fields }).filter(([name, value]) => Object.hasOwn(labels, name) && value !== null));
}

function toState(view: PanelView | undefined, isShown: boolean): string {
  if (view?.isComplete) return 'Saved';
  if (isShown) return 'Open, not saved';
  return view?.status === 'closed' ? 'Closed, not saved' : 'Not open';
}

/** What became of each field the copilot wanted to fill; before anything is known, what it wanted. */
function FilledFields({ view, prefill, labels }: { view: PanelView | undefined; prefill: Readonly<Record<string, unknown>>; labels: Labels }) {
  const order = Object.keys(labels);
  const inFormOrder = (names: readonly string[]) => names.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
  const toWords = (names: readonly string[]) => names.map((name) => (labels[name] ?? name).toLowerCase()).join(', ');
  const outcomes = Object.entries(view?.outcomes ?? {});
  const of = (...wanted: string[]) => inFormOrder(outcomes.filter(([, outcome]) => wanted.includes(outcome)).map(([name]) => name));
  const filled = outcomes.length > 0 ? of('applied') : inFormOrder(Object.keys(prefill));
  const kept = of('skipped_user_touched');
  const refused = of('invalid', 'unknown_field');
  return (
    <ul className={classes.facts}>
      {filled.length > 0 && (
        <li>
          {view?.status === 'commanded' ? 'To be filled in' : 'Filled in'}: {toWords(filled)}
        </li>
      )}
      {kept.length > 0 && <li>Left as you have it: {toWords(kept)}</li>}
      {refused.length > 0 && <li>Could not be filled in: {toWords(refused)}</li>}
    </ul>
  );
}
