import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useWaitingCount } from '../inbox/inbox-queries.ts';
import type { NavItem } from './nav-items.ts';
import classes from './nav-link.module.css';

interface NavLinkProps {
  item: NavItem;
  className: string | undefined;
  iconSize: number;
  /** For the words beside the icon. Null: the icon stands alone. */
  labelClassName?: string | undefined;
  hasLabel?: boolean;
  onClick?: () => void;
}

/** A place of the navigation; messages that wait are counted at theirs. */
export function NavLink({ item, className, iconSize, labelClassName, hasLabel = true, onClick }: NavLinkProps) {
  const { to, label, icon: Icon } = item;
  const waiting = useWaitingCount(to === '/messages');
  const words = waiting > 0 ? `, ${waiting} waiting` : '';
  return (
    <Link
      to={to}
      className={className}
      activeOptions={{ exact: to === '/' }}
      aria-label={hasLabel ? undefined : `${label}${words}`}
      {...(onClick && { onClick })}
    >
      <span className={classes.icon}>
        <Icon size={iconSize} stroke={1.75} aria-hidden />
        {waiting > 0 && (
          <span className={classes.count} aria-hidden>
            {waiting > 99 ? '99+' : waiting}
          </span>
        )}
      </span>
      {hasLabel && <span className={labelClassName}>{label}</span>}
      {hasLabel && words && <VisuallyHidden>{words}</VisuallyHidden>}
    </Link>
  );
}
