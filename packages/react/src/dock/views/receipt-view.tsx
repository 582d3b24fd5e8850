import { useDockSettings } from '../dock-settings.tsx';
import { fillText } from '../fill-text.ts';
import { formatInstant } from '../format-moment.ts';
import { Icon } from '../icons.tsx';
import type { NodeViewProps } from '../node-views.ts';

/** Every outcome has its own icon and word. Only what certainly happened looks like a success. */
const looks = {
  succeeded: { icon: 'circleCheck', word: 'receiptSucceeded' },
  failed: { icon: 'circleCross', word: 'receiptFailed' },
  denied: { icon: 'ban', word: 'receiptDenied' },
  in_doubt: { icon: 'question', word: 'receiptInDoubt' },
  expired: { icon: 'clock', word: 'receiptExpired' },
} as const;

/** What came of a side effect. */
export function ReceiptView({ props, node }: NodeViewProps<'receipt'>) {
  const { texts, locale, timeZone } = useDockSettings();
  const { icon, word } = looks[props.status];
  const outcome = texts[word];
  const clock = { locale, timeZone };
  return (
    <div className="cs-receipt" data-status={props.status}>
      <Icon name={icon} className="cs-receipt-icon" />
      <div className="cs-receipt-body">
        <p className="cs-receipt-head">
          <strong>{props.replayed ? fillText(texts.receiptReplayed, { outcome }) : outcome}</strong>
          <time dateTime={node.at} title={formatInstant(node.at, 'moment', clock)}>
            {formatInstant(node.at, 'clock', clock)}
          </time>
        </p>
        <p className="cs-text" dir="auto">
          {props.text}
        </p>
        {props.error && !props.text.includes(props.error.message) && (
          <p className="cs-detail" dir="auto">
            {props.error.message}
          </p>
        )}
      </div>
    </div>
  );
}
