import { useMe } from '../auth/me-query.ts';
import { ProductMark } from '../ui/product-mark.tsx';
import classes from './phone-bars.module.css';
import { UserMenu } from './user-menu.tsx';

/** The head of the page on phones: whose shop this is, and the account. */
export function TopBar() {
  const { shop } = useMe();
  return (
    <header className={classes.top}>
      <ProductMark withName={false} />
      <p className={classes.shop}>{shop.name}</p>
      <UserMenu isCompact />
    </header>
  );
}
