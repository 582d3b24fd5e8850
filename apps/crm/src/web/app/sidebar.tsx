import { Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMe } from '../auth/me-query.ts';
import { ProductMark } from '../ui/product-mark.tsx';
import { NavLink } from './nav-link.tsx';
import classes from './sidebar.module.css';
import { useNavItems } from './use-nav-items.ts';
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
        {items.map((item, index) => (
          <Tooltip key={item.label} label={item.label} position="right" disabled={!isRail}>
            <div className={classes.item} data-first={index > 0 && items[index - 1]?.group !== item.group ? true : undefined}>
              <NavLink item={item} className={classes.link} iconSize={20} hasLabel={!isRail} count={isRail ? 'icon' : 'end'} labelClassName={classes.label} />
            </div>
          </Tooltip>
        ))}
      </nav>
      <UserMenu isCompact={isRail} />
    </header>
  );
}
