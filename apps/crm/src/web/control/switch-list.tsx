import { Button, EmptyState } from '@mantine/core';
import { IconPower } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useCan, useMe } from '../auth/me-query.ts';
import { useStaffName } from '../auth/staff-query.ts';
import list from '../list/list.module.css';
import { formatMoment } from '../ui/format-time.ts';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { Trouble } from '../ui/trouble.tsx';
import classes from './control.module.css';
import { SwitchDialog } from './switch-dialog.tsx';
import { switchesQuery } from './switch-queries.ts';
import { isOperators, type SwitchView, toSwitchTitle } from './switch-words.ts';

/** What is switched off now, by whom and why, with the way to switch more off and this on again. */
export function SwitchSection() {
  const canWrite = useCan('switches:write');
  const query = useQuery(switchesQuery);
  const [opened, setOpened] = useState<SwitchView | 'new' | null>(null);
  const [said, setSaid] = useState('');
  const top = useRef<HTMLElement>(null);
  const off = query.data?.switches.filter(({ isOff }) => isOff) ?? [];
  return (
    <section ref={top} tabIndex={-1} className={classes.section} aria-labelledby="off-title">
      <header className={classes.sectionHead}>
        <h2 id="off-title">Switched off</h2>
        {canWrite && (
          <Button variant="default" leftSection={<IconPower size={17} aria-hidden />} onClick={() => setOpened('new')}>
            Switch something off
          </Button>
        )}
      </header>
      <p className={classes.said} role="status">
        {said}
      </p>
      {query.isPending && <SkeletonRows />}
      {query.isError && !query.data && (
        <Trouble title="What is switched off could not be loaded" error={query.error} isRetrying={query.isFetching} onRetry={() => void query.refetch()} />
      )}
      {query.data && off.length === 0 && <NothingOff />}
      {off.length > 0 && (
        <ul className={`${list.frame} ${classes.list}`} aria-labelledby="off-title">
          {off.map((one) => (
            <SwitchRow key={`${one.kind}:${one.name}`} one={one} {...(canWrite && !isOperators(one) && { onLift: () => setOpened(one) })} />
          ))}
        </ul>
      )}
      <SwitchDialog
        opened={opened}
        onClose={() => setOpened(null)}
        onDone={(words) => {
          setOpened(null);
          setSaid(words);
          // The row, and the button in it, may be gone.
          top.current?.focus();
        }}
      />
    </section>
  );
}

function SwitchRow({ one, onLift }: { one: SwitchView; onLift?: () => void }) {
  const { timeZone } = useMe().shop;
  const nameOf = useStaffName();
  const title = toSwitchTitle(one);
  return (
    <li className={classes.row}>
      <div className={classes.rowText}>
        <strong>{title}</strong>
        <p>“{one.reason}”</p>
        <p>
          Off since {formatMoment(one.setAt, timeZone)}, by {nameOf(one.setBy)}.{isOperators(one) && ' Only those who run this product can switch it on again.'}
        </p>
      </div>
      {onLift && (
        <Button size="xs" variant="default" onClick={onLift} aria-label={`Switch on again: ${title}`}>
          Switch on again
        </Button>
      )}
    </li>
  );
}

function NothingOff() {
  return (
    <EmptyState
      py="lg"
      icon={<IconPower stroke={1.5} aria-hidden />}
      title="Nothing is switched off"
      description="The copilot may do what roles, rules and approvals let it."
    />
  );
}
