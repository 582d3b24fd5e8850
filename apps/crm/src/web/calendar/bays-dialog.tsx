import { Button, EmptyState, Group, Modal, Switch, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCarGarage, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { BayView } from '../../shared/bay.ts';
import { toSentence } from '../api/api-failure.ts';
import { request } from '../api/request.ts';
import { baysQuery } from '../jobs/job-queries.ts';
import classes from './calendar.module.css';

/** Opens the bays of the shop. */
export function BaysButton() {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" leftSection={<IconCarGarage size={18} aria-hidden />} onClick={open}>
        Bays
      </Button>
      <Modal opened={isOpen} onClose={close} title="Bays" padding="lg" closeButtonProps={{ 'aria-label': 'Close the bays' }}>
        <Bays />
      </Modal>
    </>
  );
}

/** What stands in place of a calendar without columns. */
export function NoBays({ canWrite }: { canWrite: boolean }) {
  return (
    <EmptyState
      py="xl"
      icon={<IconCarGarage stroke={1.5} aria-hidden />}
      title="No bays yet"
      description={
        canWrite ? 'Add the places in which you work on cars: every job has one of them to itself.' : 'A manager adds the places in which you work on cars.'
      }
    >
      <EmptyState.Actions>{canWrite && <BaysButton />}</EmptyState.Actions>
    </EmptyState>
  );
}

function Bays() {
  const { data = [], error } = useQuery(baysQuery);
  return (
    <div className={classes.bays}>
      {error && <p role="alert">{toSentence(error)}</p>}
      {data.map((bay) => (
        <BayRow key={bay.id} bay={bay} />
      ))}
      <NewBay />
    </div>
  );
}

type Change = { method: 'POST' | 'PATCH'; path: string; body: object };

function useSaveBay() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ path, ...options }: Change) => request(BayView, path, options),
    onSettled: () => void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' }),
  });
}

function BayRow({ bay }: { bay: BayView }) {
  const [name, setName] = useState(bay.name);
  const { mutate, isPending, error } = useSaveBay();
  const change = (body: object) => mutate({ method: 'PATCH', path: `/api/bays/${bay.id}`, body: { version: bay.version, ...body } });
  return (
    <form
      aria-label={bay.name}
      onSubmit={(event) => {
        event.preventDefault();
        change({ name });
      }}
    >
      <Group align="flex-start" wrap="nowrap" gap="sm">
        <TextInput
          aria-label={`Name of ${bay.name}`}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={error ? toSentence(error) : undefined}
          errorProps={{ role: 'alert' }}
          flex={1}
        />
        {name.trim() === bay.name ? (
          <Switch
            label="In use"
            aria-label={`${bay.name} is in use`}
            checked={bay.isActive}
            disabled={isPending}
            onChange={(event) => change({ isActive: event.currentTarget.checked })}
            className={classes.switch}
          />
        ) : (
          <Button type="submit" loading={isPending}>
            Rename
          </Button>
        )}
      </Group>
    </form>
  );
}

function NewBay() {
  const [name, setName] = useState('');
  const { mutate, isPending, error } = useSaveBay();
  return (
    <form
      aria-label="New bay"
      onSubmit={(event) => {
        event.preventDefault();
        mutate({ method: 'POST', path: '/api/bays', body: { name } }, { onSuccess: () => setName('') });
      }}
    >
      <Group align="flex-start" wrap="nowrap" gap="sm">
        <TextInput
          aria-label="Name of the new bay"
          placeholder="Another bay"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={error ? toSentence(error) : undefined}
          errorProps={{ role: 'alert' }}
          flex={1}
        />
        <Button type="submit" variant="default" loading={isPending} leftSection={<IconPlus size={16} aria-hidden />}>
          Add
        </Button>
      </Group>
    </form>
  );
}
