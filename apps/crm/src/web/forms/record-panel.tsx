import { FocusTrap } from '@mantine/core';
import { useMediaQuery, useWindowEvent } from '@mantine/hooks';
import { type ComponentType, lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { PanelName } from '../kinds/record-paths.ts';
import classes from '../panels/panel.module.css';
import { FormLoading, PANEL_TITLE_ID } from '../panels/panel-head.tsx';
import { type OpenPanel, usePanel } from '../panels/panel-state.tsx';
import { useDock } from '../ui/dock-state.tsx';
import { panelForms } from './panel-forms.ts';

/** Forms are chunks of their own: fetched once the first page stands, so that they are there before anybody asks for one. */
const forms = Object.fromEntries(
  Object.entries(panelForms).map(([name, load]) => [name, lazy(async () => ({ default: await load() }))]),
) as unknown as Readonly<Record<PanelName, ComponentType<{ panel: OpenPanel }>>>;
const LOAD_AFTER_MS = 1_000;

export const PANEL_ID = 'record-panel';

/**
 * The side panel with the form of a record. Beside the copilot it is not modal, so that the conversation goes on while it is
 * open; on phones it fills the screen and is.
 */
export function RecordPanel() {
  const { current } = usePanel();
  useEffect(() => {
    // A chunk that does not come is asked for again when the form is opened, and then its absence is shown.
    const loadAll = () => void Promise.allSettled(Object.values(panelForms).map((load) => load()));
    const timer = setTimeout(loadAll, LOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return current ? <PanelFrame key={current.instance} panel={current} /> : null;
}

function PanelFrame({ panel }: { panel: OpenPanel }) {
  const { dismiss } = usePanel();
  const dock = useDock();
  const isPhone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  // The copilot opens forms beside a person who is typing: the focus stays where it is, unless the form covers it all.
  const isModal = isPhone && !dock.isOpen;
  const Form = forms[panel.target.panel];
  useReturnedFocus();

  const frame = useRef<HTMLElement>(null);
  useWindowEvent('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
    // Esc in the conversation, or in a question on top of the form, is not meant for the form.
    if (event.target === document.body || (event.target instanceof Node && frame.current?.contains(event.target))) void dismiss();
  });
  return (
    <FocusTrap active={isModal} innerRef={frame}>
      <section id={PANEL_ID} className={classes.panel} role="dialog" aria-modal={isModal || undefined} aria-labelledby={PANEL_TITLE_ID} tabIndex={-1}>
        <Suspense fallback={<FormLoading panel={panel} />}>
          <Form panel={panel} />
        </Suspense>
      </section>
    </FocusTrap>
  );
}

/** Gives the focus back to where it was, unless the user has taken it elsewhere meanwhile. */
function useReturnedFocus(): void {
  // At the first rendering: when effects run, the form has taken the focus already.
  const [before] = useState(() => document.activeElement);
  useEffect(() => {
    return () => {
      if (document.activeElement !== document.body) return;
      const target = before instanceof HTMLElement && before.isConnected && before !== document.body ? before : document.getElementById('content');
      target?.focus();
    };
  }, [before]);
}
