import { zodResolver } from '@hookform/resolvers/zod';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { type Resolver, type UseFormReturn, useForm } from 'react-hook-form';
import { z } from 'zod';
import { InvalidDetails } from '../../../shared/api-error.ts';
import { ClientView, CreateClient, fullName, UpdateClient } from '../../../shared/client.ts';
import { ApiFailure, toSentence } from '../../api/api-failure.ts';
import { clientQuery } from '../client-queries.ts';
import { createClient, updateClient } from '../save-client.ts';
import { type ClientValues, clientFieldNames, emptyValues, toChanges, toValues } from './client-values.ts';
import type { Conflict } from './conflict-notice.tsx';
import { mergeVersions } from './merge-versions.ts';

type ClientForm = UseFormReturn<ClientValues, unknown, CreateClient>;
const asResolver = (schema: typeof CreateClient | typeof changeSchema) =>
  zodResolver(schema as typeof CreateClient) as unknown as Resolver<ClientValues, unknown, CreateClient>;
/** The version is not the user's to write: the save adds the one that the form started from. */
const changeSchema = UpdateClient.omit({ version: true });

const ConflictDetails = z.object({ current: ClientView });

interface ClientFormState {
  form: ClientForm;
  conflict: Conflict | null;
  /** Puts one field of the other version into the form. */
  take: (field: (typeof clientFieldNames)[number]) => void;
  /** Gives the user's edits up for the other version. */
  takeAll: () => void;
  /** Saves; undefined when the save was refused and the form says why. */
  save: (parsed: CreateClient, headers: Readonly<Record<string, string>>) => Promise<ClientView | undefined>;
}

/** The form of one client and its way to the server. `saved` is the client on file, undefined for a new one; `start` is put in as if typed. */
export function useClientForm(saved: ClientView | undefined, start: Partial<ClientValues> = {}): ClientFormState {
  const queryClient = useQueryClient();
  const [base, setBase] = useState(saved);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const form: ClientForm = useForm<ClientValues, unknown, CreateClient>({
    mode: 'onTouched',
    resolver: asResolver(saved ? changeSchema : CreateClient),
    defaultValues: saved ? toValues(saved) : emptyValues,
  });

  const typeStart = useEffectEvent(() => {
    for (const name of clientFieldNames) if (start[name] !== undefined) form.setValue(name, start[name], { shouldDirty: true });
  });
  useEffect(() => typeStart(), []);

  const rebase = (theirs: ClientView) => {
    const merged = mergeVersions(base ? toValues(base) : emptyValues, form.getValues(), toValues(theirs));
    setBase(theirs);
    setConflict({ theirs, disputed: merged.disputed, adopted: merged.adopted });
    // The defaults become the other version, so that "changed" means changed against what is on file now.
    form.reset(toValues(theirs), { keepErrors: true });
    for (const name of clientFieldNames) if (merged.values[name] !== toValues(theirs)[name]) form.setValue(name, merged.values[name], { shouldDirty: true });
  };

  const refuse = (error: unknown) => {
    const conflicting = error instanceof ApiFailure && error.code === 'conflict' ? ConflictDetails.safeParse(error.details) : undefined;
    if (conflicting?.success) return rebase(conflicting.data.current);
    const invalid = error instanceof ApiFailure && error.code === 'invalid_input' ? InvalidDetails.safeParse(error.details) : undefined;
    for (const issue of invalid?.data?.issues ?? []) {
      const name = clientFieldNames.find((field) => field === issue.path);
      if (name) form.setError(name, { message: issue.message });
    }
    form.setError('root', { message: toSentence(error) });
  };

  const save: ClientFormState['save'] = async (parsed, headers) => {
    try {
      const client = base ? await updateClient(base.id, { version: base.version, ...toChanges(parsed, base) }, headers) : await createClient(parsed, headers);
      queryClient.setQueryData(clientQuery(client.id).queryKey, client);
      void queryClient.invalidateQueries({ queryKey: ['clients'] });
      notifications.show({ color: 'teal', title: base ? 'Changes saved' : 'Client saved', message: fullName(client) });
      return client;
    } catch (error) {
      refuse(error);
      return undefined;
    }
  };

  return {
    form,
    conflict,
    save,
    take: (field) => {
      if (!conflict) return;
      form.setValue(field, toValues(conflict.theirs)[field], { shouldDirty: true });
      setConflict({ ...conflict, disputed: conflict.disputed.filter((name) => name !== field) });
    },
    takeAll: () => {
      if (!conflict) return;
      form.reset(toValues(conflict.theirs));
      setConflict(null);
    },
  };
}
