import { useMe } from '../auth/me-query.ts';
import { listNavItems, type NavItem } from './nav-items.ts';

/** The places of the product this person may go to. */
export const useNavItems = (): readonly NavItem[] => listNavItems(useMe().permissions);
