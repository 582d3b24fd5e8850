import { Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useMe } from '../auth/me-query.ts';
import { useNavItems } from './nav-items.ts';
import { ProductMark } from './product-mark.tsx';
import classes from './sidebar.module.css';
import { UserMenu } from './user-menu.tsx';

/** The navigation beside every screen from tablet width on: a rail of icons first, with words where there is room. */
export function Sidebar() {
  const { shop } = useMe();
  const items = useNavItems();
  const isRail = !useMediaQuery('(min-width: 75em)', true, { getInitialValueInEffect: false });
  return (
    <header className={classes.sidebar}>
      <div className={classes.head}>
        <ProductMark withName={!isRail} />
        <p className={classes.shop} title={shop.name}>
          {shop.name}
        </p>
      </div>
      <nav aria-label="Main" className={classes.nav}>
        {items.map(({ to, label, icon: Icon }) => (
          <Tooltip key={to} label={label} position="right" disabled={!isRail}>
            <Link to={to} className={classes.link} aria-label={isRail ? label : undefined}>
              <Icon size={20} stroke={1.75} aria-hidden />
              <span className={classes.label}>{label}</span>
            </Link>
          </Tooltip>
        ))}
      </nav>
      <UserMenu isCompact={isRail} />
    </header>
  );
}
