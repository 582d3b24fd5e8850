import { useHotkeys, useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { createContext, type ReactNode, type RefObject, use, useCallback, useMemo, useRef, useState } from 'react';

interface DockState {
  /** True while the copilot is on screen, as the dock or as the sheet. */
  isOpen: boolean;
  /** True where the copilot has a column of its own; else it is a sheet over the page. */
  isWide: boolean;
  toggle: () => void;
  open: () => void;
  /** Hides the sheet; the dock stays, since it covers nothing. */
  makeRoom: () => void;
  /** What was typed and not sent yet. It outlives the sheet. */
  draft: string;
  setDraft: (text: string) => void;
  input: RefObject<HTMLTextAreaElement | null>;
}

const DockContext = createContext<DockState | null>(null);

/** Where the copilot is and whether it is open. */
export function useDock(): DockState {
  const state = use(DockContext);
  if (!state) throw new Error('useDock was called outside of DockProvider. Render the component under the shell.');
  return state;
}

export function DockProvider({ children }: { children: ReactNode }) {
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  const [isDockOpen, setDockOpen] = useLocalStorage({ key: 'gloss-copilot-dock', defaultValue: true, getInitialValueInEffect: false });
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [draft, setDraft] = useState('');
  const input = useRef<HTMLTextAreaElement>(null);
  const isOpen = isWide ? isDockOpen : isSheetOpen;

  const setOpen = useCallback(
    (isOpening: boolean) => {
      if (isWide) setDockOpen(isOpening);
      else setSheetOpen(isOpening);
      // The input is there only after the next paint.
      if (isOpening) requestAnimationFrame(() => input.current?.focus());
    },
    [isWide, setDockOpen],
  );
  const toggle = useCallback(() => setOpen(!isOpen), [setOpen, isOpen]);
  useHotkeys([['mod+J', toggle]], []);

  const state = useMemo<DockState>(
    () => ({
      isOpen,
      isWide,
      toggle,
      open: () => setOpen(true),
      makeRoom: () => setSheetOpen((was) => was && draft.trim() !== ''),
      draft,
      setDraft,
      input,
    }),
    [isOpen, isWide, toggle, setOpen, draft],
  );
  return <DockContext value={state}>{children}</DockContext>;
}
