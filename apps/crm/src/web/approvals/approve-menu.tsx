import type { GrantOffer, GrantScope } from '@countersign/core';
import { ActionIcon, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useCan } from '../auth/me-query.ts';
import { busyProps } from '../ui/busy-props.ts';
import classes from './approval-card.module.css';

interface ApproveMenuProps {
  title: string;
  tool: string;
  grants: readonly GrantOffer[];
  isDeciding: boolean;
  onApprove: (scope: GrantScope) => void;
}

/** Comes when the menu is opened for the first time; so do the names in it. */
const loadOffers = async () => ({ default: (await import('./grant-offers.tsx')).GrantOffers });
const GrantOffers = lazy(loadOffers);

/** What a wider yes would mean, each in the sentence that is kept with it. "Always" is only for those who may say so. */
export function ApproveMenu({ title, tool, grants, isDeciding, onApprove }: ApproveMenuProps) {
  const mayAlways = useCan('grants:write');
  const offered = grants.filter(({ scope }) => scope !== 'tenant' || mayAlways);
  if (offered.length === 0) return null;
  return (
    <Menu position="bottom-start" width={300} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon
          size={30}
          variant="filled"
          className={classes.wider}
          aria-label={`More ways to say yes: ${title}`}
          onFocus={() => void loadOffers()}
          {...busyProps(isDeciding)}
        >
          <IconChevronDown size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Suspense fallback={<Menu.Label>Loading…</Menu.Label>}>
          <GrantOffers tool={tool} offers={offered} onChoose={(scope) => !isDeciding && onApprove(scope)} />
        </Suspense>
      </Menu.Dropdown>
    </Menu>
  );
}
