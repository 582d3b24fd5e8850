import { Drawer, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconDots, IconSparkles } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { usePendingCount } from '../approvals/approval-queries.ts';
import { useAlertCount } from '../control/alert-queries.ts';
import { useDock } from '../ui/dock-state.tsx';
import { splitForPhone } from './nav-items.ts';
import link from './nav-link.module.css';
import { Count, NavLink } from './nav-link.tsx';
import classes from './phone-bars.module.css';
import { useNavItems } from './use-nav-items.ts';

/** The navigation on phones, within reach of the thumb: five at most, the others on a sheet from below. */
export function BottomBar() {
  const { bar, more } = splitForPhone(useNavItems());
  const dock = useDock();
  const [isOpen, setOpen] = useState(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const approvals = usePendingCount(more.some(({ waits }) => waits === 'approvals'));
  const alerts = useAlertCount(more.some(({ waits }) => waits === 'alerts'));
  const waiting = approvals + alerts;
  const isThere = more.some(({ to }) => path === to || path.startsWith(`${to}/`));
  return (
    <nav aria-label="Main" className={classes.bottom}>
      {bar.map((item) => (
        <NavLink key={item.label} item={item} className={classes.tab} iconSize={22} />
      ))}
      {more.length > 0 && (
        <UnstyledButton className={classes.tab} onClick={() => setOpen(true)} aria-expanded={isOpen} aria-haspopup="dialog" data-current={isThere || undefined}>
          <span className={link.icon}>
            <IconDots size={22} stroke={1.75} aria-hidden />
            {waiting > 0 && <Count of={waiting} />}
          </span>
          <span>
            More
            {waiting > 0 && <VisuallyHidden>, {waiting} waiting</VisuallyHidden>}
          </span>
        </UnstyledButton>
      )}
      <UnstyledButton className={classes.tab} onClick={dock.toggle} aria-expanded={dock.isOpen} aria-haspopup="dialog">
        <IconSparkles size={22} stroke={1.75} aria-hidden />
        Copilot
      </UnstyledButton>
      <Drawer
        opened={isOpen}
        onClose={() => setOpen(false)}
        position="bottom"
        size="auto"
        title="More"
        closeButtonProps={{ 'aria-label': 'Close' }}
        classNames={{ content: classes.sheet, title: classes.sheetTitle }}
      >
        <nav aria-label="More">
          <ul className={classes.places}>
            {more.map((item) => (
              <li key={item.label}>
                <NavLink item={item} className={classes.place} iconSize={22} count="end" onClick={() => setOpen(false)} />
              </li>
            ))}
          </ul>
        </nav>
      </Drawer>
    </nav>
  );
}
