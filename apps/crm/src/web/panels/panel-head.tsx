import { CloseButton, Skeleton, Stack, Title } from '@mantine/core';
import { panelKinds } from '../kinds/panel-kinds.ts';
import classes from './panel.module.css';
import { type OpenPanel, usePanel } from './panel-state.tsx';

export const PANEL_TITLE_ID = 'record-panel-title';

export function PanelHead({ title }: { title: string }) {
  const { dismiss } = usePanel();
  return (
    <div className={classes.head}>
      <Title order={2} id={PANEL_TITLE_ID} flex={1} tabIndex={-1} data-autofocus>
        {title}
      </Title>
      <CloseButton aria-label="Close the form" onClick={() => void dismiss()} />
    </div>
  );
}

/** Stands where a form is about to be. */
export function FormLoading({ panel: { target } }: { panel: OpenPanel }) {
  const { noun } = panelKinds[target.panel];
  return (
    <>
      <PanelHead title={`${target.recordId === undefined ? 'New' : 'Edit'} ${noun}`} />
      <FormSkeleton />
    </>
  );
}

export function FormSkeleton() {
  return (
    <Stack p="lg" gap="lg" role="status" aria-busy="true" aria-label="Loading the form">
      {['a', 'b', 'c', 'd'].map((key) => (
        <Skeleton key={key} height={36} />
      ))}
    </Stack>
  );
}
