import type { Json, PanelView } from '@countersign/core';
import type { ReactNode } from 'react';
import { useDockSettings } from '../dock-settings.tsx';
import { fillText } from '../fill-text.ts';
import { Icon } from '../icons.tsx';
import { toWords } from '../to-words.ts';

export interface FormCardProps {
  title: string;
  /** How the form is, in a word or two. Undefined: not said. */
  state?: string | undefined;
  /** The form as the log knows it. */
  form: PanelView | undefined;
  /** What the agent wanted to fill in. */
  prefill: Readonly<Record<string, Json>>;
  /** Words for the fields, in the order of the form. @default the labels of the dock */
  labels?: Readonly<Record<string, string>>;
  /** The button that leads to the form. */
  action?: ReactNode;
}

/** Says that a form was opened, what was filled in and what became of it. The form itself is the real one, beside the log. */
export function FormCard({ title, state, form, prefill, labels, action }: FormCardProps) {
  const { texts, labels: ownLabels } = useDockSettings();
  return (
    <article className="cs-card" aria-label={texts.formLabel}>
      <p className="cs-card-title">
        {form?.isComplete ? <Icon name="circleCheck" className="cs-good" /> : <Icon name="form" />}
        <span>{title}</span>
        {state !== undefined && <span className="cs-state">{state}</span>}
      </p>
      <FilledFields form={form} prefill={prefill} labels={labels ?? ownLabels} />
      {action}
    </article>
  );
}

/** What became of each field the agent wanted to fill; before anything is known, what it wanted. */
function FilledFields({ form, prefill, labels }: Pick<FormCardProps, 'form' | 'prefill'> & { labels: Readonly<Record<string, string>> }) {
  const { texts } = useDockSettings();
  const outcomes = Object.entries(form?.outcomes ?? {});
  const of = (...wanted: string[]) => outcomes.filter(([, outcome]) => wanted.includes(outcome)).map(([name]) => name);
  const lines = [
    { text: form?.status === 'commanded' ? texts.formToFill : texts.formFilled, names: outcomes.length > 0 ? of('applied') : Object.keys(prefill) },
    { text: texts.formKept, names: of('skipped_user_touched') },
    { text: texts.formRefused, names: of('invalid', 'unknown_field') },
  ].filter(({ names }) => names.length > 0);
  if (lines.length === 0) return null;
  return (
    <ul className="cs-facts">
      {lines.map(({ text, names }) => (
        <li key={text}>{fillText(text, { fields: toList(names, labels) })}</li>
      ))}
    </ul>
  );
}

/** In the order of the form, in its words. */
function toList(names: readonly string[], labels: Readonly<Record<string, string>>): string {
  const order = Object.keys(labels);
  const toRank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return names
    .toSorted((one, other) => toRank(one) - toRank(other))
    .map((name) => (labels[name] ?? toWords(name)).toLowerCase())
    .join(', ');
}
