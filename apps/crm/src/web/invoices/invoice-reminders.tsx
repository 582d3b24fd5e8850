import { IconDeviceMobileMessage, IconMail } from '@tabler/icons-react';
import type { InvoiceReminder } from '../../shared/invoice.ts';
import { formatPhone } from '../../shared/phone.ts';
import { useMe } from '../auth/me-query.ts';
import { formatMoment } from '../ui/format-time.ts';
import record from '../ui/record-page.module.css';
import classes from './invoices.module.css';

/** When and how the client was reminded. */
export function InvoiceReminders({ reminders }: { reminders: readonly InvoiceReminder[] }) {
  const { timeZone } = useMe().shop;
  return (
    <section className={record.card} aria-labelledby="reminders-title">
      <h2 id="reminders-title">Reminders</h2>
      <ul className={classes.ledger}>
        {reminders.map(({ channel, to, by, at }) => {
          const Icon = channel === 'sms' ? IconDeviceMobileMessage : IconMail;
          return (
            <li key={`${channel} ${at}`} className={classes.entry}>
              <Icon size={18} stroke={1.75} aria-hidden />
              <div className={classes.entryText}>
                <strong>
                  {channel === 'sms' ? 'Text' : 'Email'} to {channel === 'sms' ? formatPhone(to) : to}
                </strong>
                <span className={classes.dim}>
                  <time dateTime={at}>{formatMoment(at, timeZone)}</time> · {by}
                </span>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
