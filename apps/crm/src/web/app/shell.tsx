import { CountersignProvider } from '@countersign/react';
import { Outlet } from '@tanstack/react-router';
import { agentClient } from '../api/agent-client.ts';
import { useMe } from '../auth/me-query.ts';
import { Dock } from '../copilot/dock.tsx';
import { FreshData } from '../copilot/fresh-data.tsx';
import { OpenedRecords } from '../copilot/opened-records.tsx';
import { RecordPanel } from '../forms/record-panel.tsx';
import { PanelCommands } from '../panels/panel-commands.tsx';
import { PanelProvider } from '../panels/panel-state.tsx';
import { ConfirmProvider } from '../ui/confirm.tsx';
import { DockProvider } from '../ui/dock-state.tsx';
import { BottomBar } from './bottom-bar.tsx';
import classes from './shell.module.css';
import { Sidebar } from './sidebar.tsx';
import { SkipLinks } from './skip-links.tsx';
import { TopBar } from './top-bar.tsx';

/** What surrounds every screen of a signed-in person: navigation, the open form, the copilot. */
export function Shell() {
  const { user, shop } = useMe();
  const owner = `${shop.id}:${user.id}`;
  return (
    <CountersignProvider key={owner} client={agentClient} agent="copilot" storageKey={owner}>
      <ConfirmProvider>
        <DockProvider>
          <PanelProvider>
            <PanelCommands />
            <OpenedRecords />
            <FreshData />
            <SkipLinks />
            <div className={classes.shell}>
              <Sidebar />
              <TopBar />
              <div className={classes.stage}>
                <main id="content" tabIndex={-1} className={classes.content}>
                  <Outlet />
                </main>
                <RecordPanel />
              </div>
              <Dock />
              <BottomBar />
            </div>
          </PanelProvider>
        </DockProvider>
      </ConfirmProvider>
    </CountersignProvider>
  );
}
