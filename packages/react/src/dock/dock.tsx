import type { ReactNode } from 'react';
import { CountersignProvider, type CountersignProviderProps } from '../hooks/provider.tsx';
import { Composer, type ComposerProps } from './composer.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { DockHeader } from './dock-header.tsx';
import { type DockOptions, DockSettingsProvider } from './dock-settings.tsx';
import { given } from './given.ts';
import { Log, type LogProps } from './log.tsx';
import { PausedRow, WorkingRow } from './run-rows.tsx';

export interface DockProps extends DockOptions, LogProps, ComposerProps, Partial<Pick<CountersignProviderProps, 'agent' | 'baseUrl' | 'storageKey'>> {
  /** The head of the dock. @default `<DockHeader />` */
  header?: ReactNode;
}

/**
 * The whole conversation, from its head to where the user writes. It fills the element it is put into, and looks as its style sheet
 * `@countersign/react/dock.css` and your `--cs-…` variables say. Without `agent` it belongs to the `<CountersignProvider>` above.
 *
 * @example <aside aria-label="Assistant"><Dock agent="helper" recordHref={({ panel, id }) => `/${panel}s/${id}`} /></aside>
 */
export function Dock({ agent, baseUrl, storageKey, header, suggestions, empty, draft, onDraftChange, ...options }: DockProps) {
  const dock = (
    <DockSettingsProvider {...options}>
      <div className="cs-dock">
        {header === undefined ? <DockHeader /> : header}
        <ConnectionBanner />
        <Log {...given({ suggestions, empty })} />
        <PausedRow />
        <WorkingRow />
        <Composer {...given({ draft, onDraftChange })} />
      </div>
    </DockSettingsProvider>
  );
  if (agent === undefined) return dock;
  return (
    <CountersignProvider agent={agent} {...given({ baseUrl, storageKey })}>
      {dock}
    </CountersignProvider>
  );
}
