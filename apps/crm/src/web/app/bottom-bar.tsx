import { UnstyledButton } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useDock } from '../copilot/dock-state.tsx';
import { useNavItems } from './nav-items.ts';
import classes from './phone-bars.module.css';

/** The navigation on phones, within reach of the thumb. */
export function BottomBar() {
  const items = useNavItems();
  const dock = useDock();
  return (
    <nav aria-label="Main" className={classes.bottom}>
      {items.map(({ to, label, icon: Icon }) => (
        <Link key={to} to={to} className={classes.tab}>
          <Icon size={22} stroke={1.75} aria-hidden />
          {label}
        </Link>
      ))}
      <UnstyledButton className={classes.tab} onClick={dock.toggle} aria-expanded={dock.isOpen} aria-haspopup="dialog">
        <IconSparkles size={22} stroke={1.75} aria-hidden />
        Copilot
      </UnstyledButton>
    </nav>
  );
}
