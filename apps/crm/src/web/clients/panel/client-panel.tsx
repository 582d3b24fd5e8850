import { CloseButton, FocusTrap, Skeleton, Stack, Title } from '@mantine/core';
import { useMediaQuery, useWindowEvent } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { fullName } from '../../../shared/client.ts';
import { Trouble } from '../../app/trouble.tsx';
import { useDock } from '../../copilot/dock-state.tsx';
import { clientQuery } from '../client-queries.ts';
import classes from './client-panel.module.css';
import { type OpenPanel, useClientPanel } from './panel-state.tsx';

/** A chunk of its own: fetched once the first page stands, so that it is there before anybody asks for it. */
const loadForm = () => import('./client-form.tsx');
const ClientForm = lazy(async () => ({ default: (await loadForm()).ClientForm }));
const LOAD_AFTER_MS = 1_000;

export const CLIENT_PANEL_ID = 'client-panel';

/**
 * The side panel with the client form. Beside the copilot it is not modal, so that the conversation goes on while it is
 * open; on phones it fills the screen and is.
 */
export function ClientPanel() {
  const { current } = useClientPanel();
  useEffect(() => {
    // A chunk that does not come is asked for again when the form is opened, and then its absence is shown.
    const timer = setTimeout(() => void loadForm().catch(() => undefined), LOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return current ? <PanelFrame key={current.instance} panel={current} /> : null;
}

function PanelFrame({ panel }: { panel: OpenPanel }) {
  const { dismiss } = useClientPanel();
  const dock = useDock();
  const isPhone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  // The copilot opens forms beside a person who is typing: the focus stays where it is, unless the form covers it all.
  const isModal = isPhone && !dock.isOpen;
  useReturnedFocus();

  const frame = useRef<HTMLElement>(null);
  useWindowEvent('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
    // Esc in the conversation, or in a question on top of the form, is not meant for the form.
    if (event.target === document.body || (event.target instanceof Node && frame.current?.contains(event.target))) void dismiss();
  });
  return (
    <FocusTrap active={isModal} innerRef={frame}>
      <section
        id={CLIENT_PANEL_ID}
        className={classes.panel}
        role="dialog"
        aria-modal={isModal || undefined}
        aria-labelledby="client-panel-title"
        tabIndex={-1}
      >
        {panel.target.mode === 'edit' ? <EditClient panel={panel} clientId={panel.target.clientId} /> : <NewClient panel={panel} />}
      </section>
    </FocusTrap>
  );
}

/** Gives the focus back to where it was, unless the user has taken it elsewhere meanwhile. */
function useReturnedFocus(): void {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (document.activeElement !== document.body) return;
      const target = before instanceof HTMLElement && before.isConnected && before !== document.body ? before : document.getElementById('content');
      target?.focus();
    };
  }, []);
}

function PanelHead({ title }: { title: string }) {
  const { dismiss } = useClientPanel();
  return (
    <div className={classes.head}>
      <Title order={2} id="client-panel-title" flex={1} tabIndex={-1} data-autofocus>
        {title}
      </Title>
      <CloseButton aria-label="Close the form" onClick={() => void dismiss()} />
    </div>
  );
}

function NewClient({ panel }: { panel: OpenPanel }) {
  return (
    <>
      <PanelHead title="New client" />
      <Suspense fallback={<FormSkeleton />}>
        <ClientForm panel={panel} saved={undefined} />
      </Suspense>
    </>
  );
}

function EditClient({ panel, clientId }: { panel: OpenPanel; clientId: string }) {
  const { data: known, error, refetch, isFetching, isFetchedAfterMount } = useQuery({ ...clientQuery(clientId), staleTime: 0 });
  // A form on an old version would only meet a conflict, so it waits for the answer of now.
  const data = isFetchedAfterMount ? known : undefined;
  return (
    <>
      <PanelHead title={known ? `Edit ${fullName(known)}` : 'Edit client'} />
      {data ? (
        <Suspense fallback={<FormSkeleton />}>
          <ClientForm panel={panel} saved={data} />
        </Suspense>
      ) : error ? (
        <div className={classes.fields}>
          <Trouble title="This client could not be loaded" error={error} isRetrying={isFetching} onRetry={() => void refetch()} />
        </div>
      ) : (
        <FormSkeleton />
      )}
    </>
  );
}

function FormSkeleton() {
  return (
    <Stack p="lg" gap="lg" role="status" aria-busy="true" aria-label="Loading the form">
      {['a', 'b', 'c', 'd'].map((key) => (
        <Skeleton key={key} height={36} />
      ))}
    </Stack>
  );
}
