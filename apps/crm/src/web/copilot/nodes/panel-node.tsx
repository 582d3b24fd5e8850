import type { PanelView } from '@countersign/core';
import { Button } from '@mantine/core';
import { IconCircleCheck, IconForms } from '@tabler/icons-react';
import { CLIENT_PANEL_ID } from '../../clients/panel/client-panel.tsx';
import { type ClientValues, clientFields } from '../../clients/panel/client-values.ts';
import { useClientPanel } from '../../clients/panel/panel-state.tsx';
import { useDock } from '../dock-state.tsx';
import type { NodeViewProps } from '../node-view-props.ts';
import { useOpenCommand } from '../panel-commands.tsx';
import classes from './nodes.module.css';

/** Says that a form was opened, what was filled in and what became of it. The form itself is the real one, beside the log. */
export function PanelNode({ props, node, session }: NodeViewProps<'panel-open-command'>) {
  const { current } = useClientPanel();
  const dock = useDock();
  const openCommand = useOpenCommand();
  const view = session.view.panels.find((panel) => panel.key === node.key);
  if (props.panel !== 'client') return null;
  const isShown = current !== null && view?.status === 'open' && (current.target.mode === 'edit' ? current.target.clientId : undefined) === props.recordId;
  const goToForm = () => {
    dock.makeRoom();
    document.querySelector<HTMLElement>(`#${CLIENT_PANEL_ID} input`)?.focus();
  };
  const reopen = () =>
    // A command that was closed is over; what it had filled in becomes the start of a form of the user's own.
    void openCommand(
      { panel: props.panel, recordId: props.recordId },
      view?.status === 'closed' ? { by: 'user', start: toStart(view) } : { by: 'user', agentKey: node.key },
    );
  return (
    <article className={classes.card} aria-label="Form">
      <p className={classes.cardTitle}>
        {view?.isComplete ? <IconCircleCheck size={18} aria-hidden className={classes.good} /> : <IconForms size={18} aria-hidden />}
        {props.recordId ? 'Change a client' : 'New client'}
        <span className={classes.state}>{toState(view, isShown)}</span>
      </p>
      <FilledFields view={view} prefill={props.prefill} />
      {!view?.isComplete && (
        <Button size="compact-sm" variant="default" mt={8} onClick={isShown ? goToForm : reopen}>
          {isShown ? 'Go to the form' : 'Open the form'}
        </Button>
      )}
    </article>
  );
}

function toStart({ prefill, fields }: PanelView): Partial<ClientValues> {
  const values = Object.entries({ ...prefill, ...fields }).filter(([name, value]) => Object.hasOwn(clientFields, name) && typeof value === 'string');
  return Object.fromEntries(values);
}

function toState(view: PanelView | undefined, isShown: boolean): string {
  if (view?.isComplete) return 'Saved';
  if (isShown) return 'Open, not saved';
  return view?.status === 'closed' ? 'Closed, not saved' : 'Not open';
}

const labels: Readonly<Record<string, string>> = clientFields;
const inFormOrder = (names: readonly string[]) => names.toSorted((a, b) => Object.keys(labels).indexOf(a) - Object.keys(labels).indexOf(b));
const toWords = (names: readonly string[]) => names.map((name) => (labels[name] ?? name).toLowerCase()).join(', ');

/** What became of each field the copilot wanted to fill; before anything is known, what it wanted. */
function FilledFields({ view, prefill }: { view: PanelView | undefined; prefill: Readonly<Record<string, unknown>> }) {
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
