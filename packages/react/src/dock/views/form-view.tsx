import type { PanelView } from '@countersign/core';
import { Button } from '../button.tsx';
import { useDockSettings } from '../dock-settings.tsx';
import { fillText } from '../fill-text.ts';
import type { NodeViewProps } from '../node-views.ts';
import type { DockTexts } from '../texts.ts';
import { toWords } from '../to-words.ts';
import { FormCard } from './form-card.tsx';

/** A command to open one of the host's forms, with the way back to it where the host gives one. */
export function FormView({ props, node, session }: NodeViewProps<'panel-open-command'>) {
  const { texts, labels, onOpenPanel } = useDockSettings();
  const form = session.view.panels.find((panel) => panel.key === node.key);
  const panel = (labels[props.panel] ?? toWords(props.panel)).toLowerCase();
  const { recordId, prefill } = props;
  const reopen = () => onOpenPanel?.({ key: node.key, panel: props.panel, ...(recordId !== undefined && { recordId }), prefill });
  return (
    <FormCard
      title={fillText(recordId === undefined ? texts.formNew : texts.formChange, { panel })}
      state={toState(form, texts)}
      form={form}
      prefill={prefill}
      action={onOpenPanel && !form?.isComplete && form?.status !== 'open' && <Button onClick={reopen}>{texts.openForm}</Button>}
    />
  );
}

function toState(form: PanelView | undefined, texts: DockTexts): string {
  if (form?.isComplete) return texts.formSaved;
  if (form?.status === 'open') return texts.formOpen;
  return form?.status === 'closed' ? texts.formClosed : texts.formNotOpen;
}
