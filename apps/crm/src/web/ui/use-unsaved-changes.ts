import { useBlocker } from '@tanstack/react-router';
import { discardQuestion, useConfirm } from './confirm.tsx';

/** Asks before changes that are not saved are left behind: on the way to another page, and when the window is closed. */
export function useUnsavedChanges(isChanged: boolean): void {
  const confirm = useConfirm();
  useBlocker({
    shouldBlockFn: async ({ current, next }) => isChanged && current.pathname !== next.pathname && !(await confirm(discardQuestion)),
    enableBeforeUnload: () => isChanged,
  });
}
