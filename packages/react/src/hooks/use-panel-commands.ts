import { useEffect, useInsertionEffect, useRef } from 'react';
import type { PanelHandler } from '../panels/panel-desk.ts';
import { useWiring } from './provider.tsx';

/**
 * Calls `handler` once for every panel the agent asks to open, unless a form that is open already takes the command. After a reload
 * it is called once for the panel that was open. Commands wait while no component listens and while the tab is hidden.
 *
 * @example usePanelCommands((command) => setPanel(command))
 */
export function usePanelCommands(handler: PanelHandler): void {
  const { desk } = useWiring();
  const latest = useRef(handler);
  useInsertionEffect(() => {
    latest.current = handler;
  });
  useEffect(() => desk.addHandler((command) => latest.current(command)), [desk]);
}
