import type { Json } from '@countersign/core';
import { type FieldOutcome, mergePatch } from '@countersign/core/internal';
import { announceFields } from './announce-fields.ts';
import { createTouchedFields } from './touched-fields.ts';

/** What is needed of a form library. */
export interface FormPort {
  read(name: string): unknown;
  /** Writes without moving the focus. */
  write(name: string, value: unknown): void;
  /** True when the field has the value that the host gave it. */
  isPristine(name: string): boolean;
  /** Calls back after every change, with the field it came from where it came from one. */
  subscribe(onChange: (name: string | undefined) => void): () => void;
}

export interface FillerOptions {
  /** What the agent may fill. */
  fields: readonly string[];
  labels: Readonly<Record<string, string>>;
  isValid: (name: string, value: unknown) => boolean;
  /** How a value of the agent stands in its field. */
  format: (name: string, value: unknown) => unknown;
}

export interface FillerState {
  /** Filled by the agent and not edited by the user since. */
  agentFilled: ReadonlySet<string>;
  announcement: string;
}

export interface FillerCallbacks {
  onState(state: FillerState): void;
  onEdit(name: string): void;
}

/** Fills a form for the agent and keeps what belongs to the user. It knows neither sessions nor React. */
export function createFormFiller(port: FormPort, options: () => FillerOptions, { onState, onEdit }: FillerCallbacks) {
  const touched = createTouchedFields();
  let state: FillerState = { agentFilled: new Set(), announcement: '' };
  let known: Record<string, unknown> = {};
  let isWriting = false;

  const change = (next: Partial<FillerState>) => {
    state = { ...state, ...next };
    onState(state);
  };
  const unmark = (names: readonly string[]) => {
    if (names.some((name) => state.agentFilled.has(name))) change({ agentFilled: new Set([...state.agentFilled].filter((name) => !names.includes(name))) });
  };
  const write = (values: Readonly<Record<string, unknown>>) => {
    isWriting = true;
    for (const [name, value] of Object.entries(values)) {
      port.write(name, value);
      known[name] = port.read(name);
    }
    isWriting = false;
  };

  return {
    touched,
    /** Learns what is in the form now. */
    observe(): void {
      known = Object.fromEntries(options().fields.map((name) => [name, port.read(name)]));
    },
    /** Gives the user back what was typed before a reload. */
    restore(values: Readonly<Record<string, Json>>): void {
      const own = Object.entries(values).filter(([name]) => options().fields.includes(name) && !touched.has(name));
      write(Object.fromEntries(own));
      for (const [name] of own) touched.touch(name);
    },
    /** Merges the agent's values. `isOpening`: the form has just appeared, so its autofocus is nobody's touch. */
    fill(values: Readonly<Record<string, Json>>, isOpening: boolean): Record<string, FieldOutcome> {
      const fields = Object.fromEntries(options().fields.map((name) => [name, { value: port.read(name), isTouched: touched.has(name, isOpening) }]));
      const merged = mergePatch(values, fields, options().isValid);
      write(Object.fromEntries(Object.entries(merged.values).map(([name, value]) => [name, options().format(name, value)])));
      const sentence = announceFields(merged.outcomes, options().labels);
      // A live region stays silent when its text does not change.
      const announcement = sentence === state.announcement ? `${sentence}\u00a0` : sentence;
      change({
        agentFilled: new Set([...state.agentFilled, ...Object.keys(merged.values)]),
        announcement: sentence === '' ? state.announcement : announcement,
      });
      return merged.outcomes;
    },
    /** To be called after every change of the form. Whatever changes and was not written here is the user's. */
    onChange(source: string | undefined): void {
      if (isWriting) return;
      const candidates = source === undefined ? options().fields : [source];
      const changed = candidates.filter((name) => !Object.is(known[name], port.read(name)));
      for (const name of changed) {
        known[name] = port.read(name);
        // The host reset the form: its value stands where the user's was.
        if (source === undefined && port.isPristine(name)) touched.forget(name);
        else {
          touched.touch(name);
          if (options().fields.includes(name)) onEdit(name);
        }
      }
      unmark(changed);
    },
    /** Forgets the marks of an earlier command. */
    clearMarks(): void {
      unmark([...state.agentFilled]);
    },
  };
}
