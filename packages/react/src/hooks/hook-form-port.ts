import type { FieldValues, Path, PathValue, UseFormReturn } from 'react-hook-form';
import type { FormPort } from '../panels/form-filler.ts';

/** What is used of `useForm()`. */
export type HookForm<Values extends FieldValues> = Pick<UseFormReturn<Values>, 'getValues' | 'setValue' | 'subscribe'>;

/** Lets the controller of a panel work on a form of React Hook Form. */
export function toFormPort<Values extends FieldValues>({ getValues, setValue, subscribe }: HookForm<Values>): FormPort {
  let defaults: unknown;
  const read = (name: string): unknown => getValues(name as Path<Values>);
  return {
    read,
    write(name, value) {
      setValue(name as Path<Values>, value as PathValue<Values, Path<Values>>, { shouldDirty: true, shouldValidate: true });
    },
    isPristine: (name) => Object.is(read(name), readPath(defaults, name)),
    subscribe: (onChange) =>
      subscribe({
        formState: { values: true },
        callback(state) {
          defaults = state.defaultValues;
          onChange(state.name);
        },
      }),
  };
}

function readPath(values: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined), values);
}
