import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';
import type { z } from 'zod';
import type { PanelKind } from '../kinds/panel-kind.ts';
import type { PanelName } from '../kinds/record-paths.ts';

/** What every record has. */
export interface RecordView {
  id: string;
  version: number;
}

/** What a form's schema makes of its inputs, by field. */
export type Parsed = Readonly<Record<string, unknown>>;

export type RecordFormApi<Values extends FieldValues> = UseFormReturn<Values, unknown, Parsed>;

/** Everything that is particular to the form of one kind of record. The same schemas guard its route and its tools. */
export interface RecordSpec<View extends RecordView, Values extends FieldValues> {
  panel: PanelName;
  kind: PanelKind;
  /** Where records are posted, and under their id patched. */
  path: `/api/${string}`;
  view: z.ZodType<View>;
  title: (view: View) => string;
  create: z.ZodType<Parsed>;
  /** Of a change, without its version. */
  change: z.ZodType<Parsed>;
  /** Fields of a new record that never change afterwards. */
  fixed?: readonly Path<Values>[];
  empty: Values;
  toValues: (view: View) => Values;
  /** What the inputs hold as the schema takes it. Left out: as it is. */
  toInput?: (values: Values) => unknown;
  /** A record as the schema would have parsed it: what differs from it is sent. */
  toParsed: (view: View) => Parsed;
  /** Would the schema take this value? The copilot's values are asked the same as the user's. */
  isValid: (field: string, value: unknown) => boolean;
  /** A value of the copilot as the inputs show it. */
  format?: (field: string, value: unknown) => unknown;
  /** A value of the form as people read it, where that is not the value itself. */
  toText?: (field: string, value: unknown) => string | undefined;
}

/** The fields of a form, in its order. */
export function fieldNames<Values extends FieldValues>({ kind }: { kind: { labels: object } }): Path<Values>[] {
  return Object.keys(kind.labels) as Path<Values>[];
}

/** Values are text, numbers and lists of such: their text says whether they are the same. */
export const isSame = (one: unknown, other: unknown) => one === other || JSON.stringify(one) === JSON.stringify(other);
