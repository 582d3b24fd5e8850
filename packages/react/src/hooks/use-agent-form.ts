import { type FocusEvent, type SyntheticEvent, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { FieldValues, Path } from 'react-hook-form';
import { type AgentForm, createAgentForm } from '../panels/agent-form.ts';
import type { PanelTarget } from '../panels/panel-recovery.ts';
import { fieldNameOf } from '../panels/touched-fields.ts';
import { type HookForm, toFormPort } from './hook-form-port.ts';
import { useWiring } from './provider.tsx';

export interface AgentFormInput<Values extends FieldValues> {
  /** The `key` of the command that opened the form. Undefined: the user opened it, and nothing is reported until a command adopts it. */
  panelKey?: string | undefined;
  /** With `recordId`: what a form that the user opened stands for, so that a command for the same can adopt it. */
  panel?: string | undefined;
  recordId?: string | undefined;
  /** What the agent may fill, and what is told to the session when the user edits it. Leave out what is nobody's business. */
  fields: readonly Path<Values>[];
  /** What the announcement calls the fields. @default their names in words */
  labels?: Partial<Record<Path<Values>, string>>;
  /** Whether a value of the agent may stand in a field. @default any text, number, boolean or null */
  isValid?: (name: Path<Values>, value: unknown) => boolean;
  /** How a value of the agent stands in its field, such as a phone number as people write it. @default as it is */
  format?: (name: Path<Values>, value: unknown) => unknown;
  /** False while the record of the form is still loading. @default true */
  isReady?: boolean;
}

export interface AgentFormBinding {
  /** To be spread on the `<form>`, or on what surrounds its fields. */
  bind: ReturnType<typeof toBindings>;
  /** Fields that show the agent's word; a field leaves when the user edits it. */
  agentFilled: ReadonlySet<string>;
  /** One sentence for every patch. Put it into an element with `aria-live="polite"` that is on the screen before it changes. */
  announcement: string;
  /** Send these with the save, so that the server knows which panel the record came from. Empty for a form of the user's own. */
  panelHeader: Readonly<Record<string, string>>;
  /** Says that a field is the user's; for fields without an element that carries a `name` or `data-field`. */
  touch: (name: string) => void;
  /** To be called when the form closes: `saved` after a successful save, else `dismissed`. Unmounting alone dismisses it. */
  close: (reason: 'saved' | 'dismissed') => void;
}

const asItIs = (_name: string, value: unknown) => value;
const isScalar = (_name: string, value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value);

/**
 * Binds a form of React Hook Form to the agent: fills it for the command that opened it, lets further commands for the same record
 * patch it, never writes a field the user touched, and tells the session what became of every field and what the user types.
 *
 * Mount the form for one opening, with `command.key` as its React key.
 *
 * @example
 * const agent = useAgentForm(form, { panelKey: command.key, fields: ['firstName', 'email'] });
 * return <form {...agent.bind} onSubmit={form.handleSubmit(save)}>…</form>;
 */
export function useAgentForm<Values extends FieldValues>(form: HookForm<Values>, input: AgentFormInput<Values>): AgentFormBinding {
  const { desk } = useWiring();
  const [agent] = useState(() => createAgentForm(desk, toFormPort(form), toOptions(input)));
  const state = useSyncExternalStore(agent.subscribe, agent.getSnapshot, agent.getSnapshot);
  const { panelKey } = input;
  // Before the attaching below, and after every render: the options may close over the host's state.
  useEffect(() => agent.configure(toOptions(input)));
  useEffect(() => agent.attach(panelKey), [agent, panelKey]);
  const latest = state.held.at(-1);
  return useMemo(
    () => ({
      bind: toBindings(agent),
      agentFilled: state.agentFilled,
      announcement: state.announcement,
      panelHeader: latest ? { 'x-countersign-panel': `${latest.sessionId}/${latest.key}` } : {},
      touch: agent.touched.touch,
      close: agent.close,
    }),
    [agent, state, latest],
  );
}

function toOptions<Values extends FieldValues>({ fields, labels, isValid, format, isReady, panel, recordId }: AgentFormInput<Values>) {
  const target: PanelTarget | undefined = panel === undefined ? undefined : { panel, recordId };
  return {
    fields,
    labels: (labels ?? {}) as Record<string, string>,
    isValid: (isValid ?? isScalar) as typeof isScalar,
    format: (format ?? asItIs) as typeof asItIs,
    isReady: isReady ?? true,
    target,
  };
}

function toBindings({ touched }: AgentForm) {
  const touch = (event: SyntheticEvent) => touched.touch(fieldNameOf(event.target));
  return {
    onFocusCapture: (event: FocusEvent) => touched.focus(fieldNameOf(event.target)),
    onBlurCapture: () => touched.blur(),
    onInputCapture: touch,
    onCompositionStartCapture: touch,
    onPointerDownCapture: () => touched.interact(),
    onKeyDownCapture: () => touched.interact(),
  };
}
