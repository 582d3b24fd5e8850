import { Link } from '@tanstack/react-router';
import { usePendingCount } from '../approvals/approval-queries.ts';
import { useAlertCount } from '../control/alert-queries.ts';
import { useWaitingCount } from '../inbox/inbox-queries.ts';
import type { NavItem } from './nav-items.ts';
import classes from './nav-link.module.css';

interface NavLinkProps {
  item: NavItem;
  className: string | undefined;
  iconSize: number;
  labelClassName?: string | undefined;
  /** False: the icon stands alone. @default true */
  hasLabel?: boolean;
  /** Where the count of what waits stands: over the icon, or at the end of the line. @default 'icon' */
  count?: 'icon' | 'end';
  onClick?: () => void;
}

/** A place of the navigation; what waits there is counted at it. */
export function NavLink({ item, className, iconSize, labelClassName, hasLabel = true, count = 'icon', onClick }: NavLinkProps) {
  const { to, label, icon: Icon, waits } = item;
  const messages = useWaitingCount(waits === 'messages');
  const approvals = usePendingCount(waits === 'approvals');
  const alerts = useAlertCount(waits === 'alerts');
  const waiting = messages + approvals + alerts;
  const words = waiting > 0 ? `, ${waiting} waiting` : '';
  return (
    <Link
      to={to}
      className={className}
      activeOptions={{ exact: to === '/' }}
      aria-label={hasLabel && !words ? undefined : `${label}${words}`}
      {...(onClick && { onClick })}
    >
      <span className={classes.icon}>
        <Icon size={iconSize} stroke={1.75} aria-hidden />
        {waiting > 0 && count === 'icon' && <Count of={waiting} />}
      </span>
      {hasLabel && <span className={labelClassName}>{label}</span>}
      {waiting > 0 && count === 'end' && <Count of={waiting} isAtEnd />}
    </Link>
  );
}

/** The figure for the eye, drawn and not written: for the ear it is part of the link's name, and a name has to hold all that is written. */
export function Count({ of, isAtEnd }: { of: number; isAtEnd?: boolean }) {
  return <span className={classes.count} data-end={isAtEnd} data-count={of > 99 ? '99+' : of} aria-hidden />;
}
