import { ActionIcon, Title, Tooltip } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconSparkles } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useDock } from './dock-state.tsx';
import classes from './page.module.css';

interface PageHeadProps {
  title: string;
  /** A few words under the title, such as a count. */
  note?: ReactNode;
  /** What stands before the title, such as the way back. */
  before?: ReactNode;
  children?: ReactNode;
}

/** The head of a screen: its title, its actions and, where the copilot is hidden, the way to it. */
export function PageHead({ title, note, before, children }: PageHeadProps) {
  useDocumentTitle(`${title} · Gloss`);
  const dock = useDock();
  return (
    <header className={classes.head}>
      {before}
      <div className={classes.titles}>
        <Title order={1}>{title}</Title>
        {note && <p className={classes.note}>{note}</p>}
      </div>
      <div className={classes.actions}>
        {children}
        {!dock.isOpen && (
          <Tooltip label="Copilot (Ctrl J)">
            <ActionIcon
              variant="default"
              size={36}
              aria-label="Open the copilot"
              aria-keyshortcuts="Control+J Meta+J"
              onClick={dock.open}
              className={classes.copilot}
            >
              <IconSparkles size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
    </header>
  );
}
