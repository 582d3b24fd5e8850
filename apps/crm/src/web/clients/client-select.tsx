import { type ComboboxItem, Select, type SelectProps, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type ClientView, fullName } from '../../shared/client.ts';
import { formatPhone } from '../../shared/phone.ts';
import { toSentence } from '../api/api-failure.ts';
import { clientChoicesQuery, clientQuery } from './client-queries.ts';

/** How long to wait after the last key before searching, in milliseconds. */
const PAUSE_MS = 200;

interface ClientSelectProps extends Omit<SelectProps, 'data' | 'value' | 'onChange' | 'searchable'> {
  /** The id of the client, or ''. */
  value: string;
  onChange: (clientId: string) => void;
}

/** Names a client: searches as one types, by name, phone or email. */
export function ClientSelect({ value, onChange, ...props }: ClientSelectProps) {
  const [text, setText] = useState('');
  const chosen = useQuery({ ...clientQuery(value), enabled: value !== '' });
  const name = chosen.data && value !== '' ? fullName(chosen.data) : '';
  // The name in the field is an answer, not a question.
  const [q] = useDebouncedValue(text === name ? '' : text.trim(), PAUSE_MS);
  const choices = useQuery(clientChoicesQuery(q));
  const clients = withChosen(choices.data ?? [], value === '' ? undefined : chosen.data);
  const byId = new Map(clients.map((client) => [client.id, client]));
  return (
    <Select
      {...props}
      data={clients.map((client): ComboboxItem => ({ value: client.id, label: fullName(client) }))}
      value={value === '' ? null : value}
      onChange={(next) => onChange(next ?? '')}
      searchable
      openOnFocus={false}
      searchValue={text}
      onSearchChange={setText}
      filter={({ options }) => options}
      renderOption={({ option }) => <Choice client={byId.get(option.value)} />}
      nothingFoundMessage={choices.error ? toSentence(choices.error) : choices.isPending ? 'Searching…' : 'Nobody found'}
      placeholder="Search by name, phone or email"
      maxDropdownHeight={280}
    />
  );
}

/** The chosen one is among the choices, or the field could not show the name. */
function withChosen(clients: readonly ClientView[], chosen: ClientView | undefined): readonly ClientView[] {
  return !chosen || clients.some((client) => client.id === chosen.id) ? clients : [chosen, ...clients];
}

/** Two clients may have one name: what tells them apart stands below it. */
function Choice({ client }: { client: ClientView | undefined }) {
  if (!client) return null;
  return (
    <div>
      {fullName(client)}
      <Text size="xs" c="dimmed">
        {client.phone ? formatPhone(client.phone) : (client.email ?? 'No phone or email')}
      </Text>
    </div>
  );
}
