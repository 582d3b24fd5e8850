import type { Permission } from '../../shared/roles.ts';

/** What the page knows of a kind of record without having fetched its form, its schema or its queries. */
export interface PanelKind {
  /** As it reads within a sentence: "vehicle". */
  noun: string;
  /** The fields of the form, in its order, with the words that people read. */
  labels: Readonly<Record<string, string>>;
  /** Who may use the form. */
  permission: Permission;
}
