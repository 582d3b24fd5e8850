import type { GrantScope } from '@countersign/core';
import { ActionIcon, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { busyProps } from '../../app/busy-props.ts';
import { useCan } from '../../auth/me-query.ts';
import classes from './nodes.module.css';

interface ApproveMenuProps {
  title: string;
  grants: readonly { scope: GrantScope; text: string }[];
  isDeciding: boolean;
  onApprove: (scope: GrantScope) => void;
}

const labels: Readonly<Record<GrantScope, string>> = { run: 'Yes, for the rest of this task', tenant: 'Yes, always here' };

/** What a wider yes would mean, each in the sentence that is kept with it. "Always" is only for those who may say so. */
export function ApproveMenu({ title, grants, isDeciding, onApprove }: ApproveMenuProps) {
  const mayAlways = useCan('grants:write');
  const offered = grants.filter(({ scope }) => scope !== 'tenant' || mayAlways);
  if (offered.length === 0) return null;
  return (
    <Menu position="bottom-start" width={300} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon size={30} variant="filled" className={classes.wider} aria-label={`More ways to say yes: ${title}`} {...busyProps(isDeciding)}>
          <IconChevronDown size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {offered.map(({ scope, text }) => (
          <Menu.Item key={scope} onClick={() => !isDeciding && onApprove(scope)}>
            <span className={classes.widerTitle}>{labels[scope]}</span>
            <span className={classes.widerText}>{text}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
