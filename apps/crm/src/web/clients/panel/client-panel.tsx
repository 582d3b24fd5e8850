import { Alert, Button, CloseButton, FocusTrap, Skeleton, Stack, Title } from '@mantine/core';
import { useFocusReturn, useMediaQuery } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { fullName } from '../../../shared/client.ts';
import { toSentence } from '../../api/api-failure.ts';
import { useDock } from '../../copilot/dock-state.tsx';
import { clientQuery } from '../client-queries.ts';
import { ClientForm } from './client-form.tsx';
import classes from './client-panel.module.css';
import { type OpenPanel, useClientPanel } from './panel-state.tsx';

export const CLIENT_PANEL_ID = 'client-panel';

/**
 * The side panel with the client form. Beside the copilot it is not modal, so that the conversation goes on while it is
 * open; on phones it fills the screen and is.
 */
export function ClientPanel() {
  const { current } = useClientPanel();
  return current ? <PanelFrame key={current.instance} panel={current} /> : null;
}

function PanelFrame({ panel }: { panel: OpenPanel }) {
  const { dismiss } = useClientPanel();
  const dock = useDock();
  const isPhone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  const isModal = isPhone && !dock.isOpen;
  const frame = useRef<HTMLElement>(null);
  useFocusReturn({ opened: true, shouldReturnFocus: panel.openedBy === 'user' });
  useEffect(() => {
    // The copilot opens forms beside a person who is typing: the focus stays where it is, unless the form covers it all.
    if (panel.openedBy === 'agent' && isModal) frame.current?.focus();
  }, [panel.openedBy, isModal]);

  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.stopPropagation();
    void dismiss();
  };
  return (
    <FocusTrap active={isModal} innerRef={frame}>
      <section
        id={CLIENT_PANEL_ID}
        className={classes.panel}
        role="dialog"
        aria-modal={isModal || undefined}
        aria-labelledby="client-panel-title"
        tabIndex={-1}
        onKeyDown={closeOnEscape}
      >
        {panel.target.mode === 'edit' ? <EditClient panel={panel} clientId={panel.target.clientId} /> : <NewClient panel={panel} />}
      </section>
    </FocusTrap>
  );
}

function PanelHead({ title }: { title: string }) {
  const { dismiss } = useClientPanel();
  return (
    <div className={classes.head}>
      <Title order={2} id="client-panel-title" flex={1}>
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
      <ClientForm panel={panel} saved={undefined} />
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
        <ClientForm panel={panel} saved={data} />
      ) : error ? (
        <Alert m="lg" color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />} title="This client could not be loaded">
          {toSentence(error)}
          <Button mt="sm" size="xs" variant="default" loading={isFetching} onClick={() => void refetch()}>
            Try again
          </Button>
        </Alert>
      ) : (
        <Stack p="lg" gap="lg" aria-busy="true" aria-label="Loading the client">
          {['a', 'b', 'c', 'd'].map((key) => (
            <Skeleton key={key} height={36} />
          ))}
        </Stack>
      )}
    </>
  );
}
