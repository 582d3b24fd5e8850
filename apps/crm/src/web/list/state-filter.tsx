import { NativeSelect } from '@mantine/core';

interface StateFilterProps<State extends string> {
  states: readonly State[];
  labels: Readonly<Record<State, string>>;
  value: State | 'all';
  /** '' for every one of them. */
  onChange: (state: string) => void;
}

/** Narrows a list to the records in one state. */
export function StateFilter<State extends string>({ states, labels, value, onChange }: StateFilterProps<State>) {
  return (
    <NativeSelect
      size="md"
      aria-label="Status"
      data={[{ value: '', label: 'Every status' }, ...states.map((state) => ({ value: state, label: labels[state] }))]}
      value={value === 'all' ? '' : value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
