import { zodResolver } from '@hookform/resolvers/zod';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { type DefaultValues, type FieldValues, type Path, type PathValue, type Resolver, useForm } from 'react-hook-form';
import { z } from 'zod';
import { InvalidDetails } from '../../shared/api-error.ts';
import { ApiFailure, toSentence } from '../api/api-failure.ts';
import { request } from '../api/request.ts';
import type { Conflict } from './conflict-notice.tsx';
import { mergeVersions } from './merge-versions.ts';
import type { StartValues } from './panel-state.tsx';
import { fieldNames, isSame, type Parsed, type RecordFormApi, type RecordSpec, type RecordView } from './record-spec.ts';

const ConflictDetails = z.object({ current: z.unknown() });

interface RecordFormState<View, Values extends FieldValues> {
  form: RecordFormApi<Values>;
  conflict: Conflict<Values> | null;
  /** Puts one field of the other version into the form. */
  take: (field: Path<Values>) => void;
  /** Gives the user's edits up for the other version. */
  takeAll: () => void;
  /** Saves; undefined when the save was refused and the form says why. */
  save: (parsed: Parsed, headers: Readonly<Record<string, string>>) => Promise<View | undefined>;
}

interface Opened<View> {
  /** The record on file, undefined for a new one. */
  saved: View | undefined;
  /** Put in before anybody types. */
  given?: StartValues | undefined;
  /** Put in as if typed. */
  start?: StartValues | undefined;
}

/** The form of one record and its way to the server. */
export function useRecordForm<View extends RecordView, Values extends FieldValues>(
  spec: RecordSpec<View, Values>,
  { saved, given, start }: Opened<View>,
): RecordFormState<View, Values> {
  const queryClient = useQueryClient();
  const [base, setBase] = useState(saved);
  const [conflict, setConflict] = useState<Conflict<Values> | null>(null);
  const names = fieldNames<Values>(spec);
  const opening = { ...spec.empty, ...given };
  const form: RecordFormApi<Values> = useForm<Values, unknown, Parsed>({
    mode: 'onTouched',
    resolver: toResolver(spec, saved !== undefined),
    defaultValues: (saved ? spec.toValues(saved) : opening) as DefaultValues<Values>,
  });
  const put = (name: Path<Values>, value: unknown) => form.setValue(name, value as PathValue<Values, Path<Values>>, { shouldDirty: true });

  const typeStart = useEffectEvent(() => {
    for (const name of names) {
      const value = start?.[name];
      // What the copilot had filled in is as the schema takes it; the inputs show it in their own way.
      if (value !== undefined) put(name, spec.format && spec.isValid(name, value) ? spec.format(name, value) : value);
    }
  });
  useEffect(() => typeStart(), []);

  const rebase = (theirs: View) => {
    const other = spec.toValues(theirs);
    const merged = mergeVersions(base ? spec.toValues(base) : opening, form.getValues(), other);
    setBase(theirs);
    setConflict({ theirs: other, disputed: merged.disputed as Path<Values>[], adopted: merged.adopted as Path<Values>[] });
    // The defaults become the other version, so that "changed" means changed against what is on file now.
    form.reset(other, { keepErrors: true });
    for (const name of names) if (!isSame(merged.values[name], other[name])) put(name, merged.values[name]);
  };

  const refuse = (error: unknown) => {
    const conflicting = error instanceof ApiFailure && error.code === 'conflict' ? ConflictDetails.safeParse(error.details) : undefined;
    const current = spec.view.safeParse(conflicting?.data?.current);
    if (current.success) return rebase(current.data);
    const invalid = error instanceof ApiFailure && error.code === 'invalid_input' ? InvalidDetails.safeParse(error.details) : undefined;
    for (const issue of invalid?.data?.issues ?? []) {
      const name = names.find((field) => issue.path === field || issue.path.startsWith(`${field}.`));
      if (name) form.setError(issue.path as Path<Values>, { message: issue.message });
    }
    form.setError('root', { message: toSentence(error) });
  };

  const save: RecordFormState<View, Values>['save'] = async (parsed, headers) => {
    try {
      const record = await request(spec.view, base ? `${spec.path}/${base.id}` : spec.path, {
        method: base ? 'PATCH' : 'POST',
        body: base ? { version: base.version, ...toChanges(spec, parsed, base) } : parsed,
        headers,
      });
      const queryKey = [spec.panel, record.id];
      queryClient.setQueryData(queryKey, record);
      void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'me' && !isSame(query.queryKey, queryKey) });
      notifications.show({ color: 'teal', title: base ? 'Changes saved' : `${toTitle(spec.kind.noun)} saved`, message: spec.title(record) });
      return record;
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
      put(field, conflict.theirs[field]);
      setConflict({ ...conflict, disputed: conflict.disputed.filter((name) => name !== field) });
    },
    takeAll: () => {
      if (!conflict) return;
      form.reset(conflict.theirs);
      setConflict(null);
    },
  };
}

const toTitle = (noun: string) => `${noun.charAt(0).toUpperCase()}${noun.slice(1)}`;

function toResolver<View extends RecordView, Values extends FieldValues>(spec: RecordSpec<View, Values>, isChange: boolean): Resolver<Values, unknown, Parsed> {
  const schema = isChange ? spec.change : spec.create;
  const { toInput } = spec;
  const whole = toInput ? z.preprocess((values) => toInput(values as Values), schema) : schema;
  return zodResolver(whole as z.ZodType<Parsed, Values>) as Resolver<Values, unknown, Parsed>;
}

/** The fields of a parsed form that differ from what is saved: all that a change sends. */
export function toChanges<View extends RecordView, Values extends FieldValues>(spec: RecordSpec<View, Values>, parsed: Parsed, saved: View): Parsed {
  const before = spec.toParsed(saved);
  const changed = fieldNames<Values>(spec).filter((name) => !spec.fixed?.includes(name) && !isSame(parsed[name], before[name]));
  return Object.fromEntries(changed.map((name) => [name, parsed[name]]));
}
