import { IconBan, IconCircleCheck, IconCircleX, IconClockOff, IconHelpCircle } from '@tabler/icons-react';
import { useMe } from '../../auth/me-query.ts';
import { formatClock, formatMoment } from '../../ui/format-time.ts';
import type { NodeViewProps } from './node-view-props.ts';
import classes from './nodes.module.css';

/** Every outcome has its own icon and word. Only what certainly happened looks like a success. */
const looks = {
  succeeded: { icon: IconCircleCheck, word: 'Done' },
  failed: { icon: IconCircleX, word: 'Failed' },
  denied: { icon: IconBan, word: 'Not done: denied' },
  in_doubt: { icon: IconHelpCircle, word: 'Not known whether it happened' },
  expired: { icon: IconClockOff, word: 'Not done: nobody decided in time' },
} as const;

/** What came of a side effect. */
export function ReceiptNode({ props, node }: NodeViewProps<'receipt'>) {
  const { timeZone } = useMe().shop;
  const { icon: Icon, word } = looks[props.status];
  return (
    <div className={classes.receipt} data-status={props.status}>
      <Icon size={20} aria-hidden className={classes.receiptIcon} />
      <div className={classes.receiptBody}>
        <p className={classes.receiptHead}>
          <strong>{props.replayed ? `${word} earlier, not repeated` : word}</strong>
          <time dateTime={node.at} title={formatMoment(node.at, timeZone)}>
            {formatClock(node.at, timeZone)}
          </time>
        </p>
        <p>{props.text}</p>
        {props.error && !props.text.includes(props.error.message) && <p className={classes.detail}>{props.error.message}</p>}
      </div>
    </div>
  );
}
