import type { GrantOffer, Json } from '@countersign/core';
import { type ComponentType, createContext, type ReactNode, type RefObject, useContext, useRef } from 'react';
import { given } from './given.ts';
import type { NodeViews } from './node-views.ts';
import { type DockTexts, dockTexts } from './texts.ts';

/** One value on an approval card. */
export interface CardValue {
  name: string;
  value: Json;
  tool: string;
  /** All that the card shows, for values that depend on each other, such as an amount and its currency. */
  preview: Readonly<Record<string, Json>>;
}

/** A record of the host in the log. */
export interface LoggedRecord {
  /** The form or page of its kind, where the log names one. */
  panel: string | undefined;
  id: string;
}

export interface LinkProps {
  href: string;
  className: string;
  children: ReactNode;
}

export interface DockOptions {
  /** Words of your own, or of another language. @default the English of `dockTexts` */
  texts?: Partial<DockTexts>;
  /**
   * Words for values of cards, fields of forms and panels, by their names and in the order in which they are read.
   * @default the names in words, in the order in which they come
   */
  labels?: Readonly<Record<string, string>>;
  /** BCP 47. @default the browser's */
  locale?: string;
  /** IANA. @default the browser's */
  timeZone?: string;
  /** Views of node types of your own, and others for the types of the runtime. */
  views?: NodeViews;
  /** The page of a record. Undefined: it has none. */
  recordHref?: (record: LoggedRecord) => string | undefined;
  /** Your router's link. @default `<a>` */
  link?: ComponentType<LinkProps>;
  /** How a value of a card is written. Undefined: as the dock writes it. Null: it is left out. */
  renderValue?: (value: CardValue) => ReactNode | undefined;
  /** The name of who decided. @default the id as it is */
  renderPerson?: (userId: string) => ReactNode;
  /** The sentence of a yes that reaches beyond one call, with your names in it. Null: it is not offered. @default the offer's own */
  renderGrant?: (tool: string, offer: GrantOffer) => ReactNode;
  /** What can be done about a run that has paused itself. @default going on and cancelling, which the server may refuse */
  renderPaused?: (runId: string) => ReactNode;
  /** Opens a form of the log again. @default there is no button for it */
  onOpenPanel?: (command: { key: string; panel: string; recordId?: string; prefill: Readonly<Record<string, Json>> }) => void;
  /** Where to go when nobody is signed in. @default there is no button for it */
  onSignIn?: () => void;
  /** `page`: the log of a task, written while nobody was sitting there. @default 'dock' */
  place?: 'dock' | 'page';
  /** Where the user writes, for hosts that bring the focus there. */
  input?: RefObject<HTMLTextAreaElement | null>;
}

export type DockSettings = Omit<DockOptions, 'texts' | 'labels' | 'place' | 'input' | 'link'> & {
  texts: DockTexts;
  labels: Readonly<Record<string, string>>;
  place: 'dock' | 'page';
  input: RefObject<HTMLTextAreaElement | null>;
  link: ComponentType<LinkProps>;
};

const Anchor = (props: LinkProps) => <a {...props} />;

const defaults: DockSettings = { texts: dockTexts, labels: {}, place: 'dock', input: { current: null }, link: Anchor };

const SettingsContext = createContext<DockSettings>(defaults);

/** What the dock around this component is told: its words, and how the host shows what is its own. */
export function useDockSettings(): DockSettings {
  return useContext(SettingsContext);
}

/** Tells every part of the dock below what `<Dock>` would be told; what is left out stays as it is above. */
export function DockSettingsProvider({ children, ...options }: DockOptions & { children: ReactNode }) {
  const outer = useContext(SettingsContext);
  const own = useRef<HTMLTextAreaElement>(null);
  const { texts, ...others } = given(options);
  const input = outer === defaults ? own : outer.input;
  return <SettingsContext value={{ ...outer, input, ...others, texts: { ...outer.texts, ...texts } }}>{children}</SettingsContext>;
}
