import type { Json } from '@countersign/core';
import { channelLabels } from '../../../shared/delivery.ts';
import { formatMoney } from '../../../shared/money.ts';
import { formatPhone } from '../../../shared/phone.ts';
import { useMe } from '../../auth/me-query.ts';
import classes from './nodes.module.css';

/** Words for the parts of a simulation that tools of this product return. Others are shown under their own name. */
const labels: Readonly<Record<string, string>> = {
  to: 'To',
  clientName: 'Client',
  channel: 'By',
  subject: 'Subject',
  amountCents: 'Amount',
  method: 'By',
  paidCents: 'Paid so far',
  refundedCents: 'Refunded then',
  keptCents: 'Kept then',
  totalCents: 'Total',
  balanceCents: 'Still owed',
};

/** Parts that others already say: the currency stands in the amounts, and a client with a name needs no id. */
const isSaid = (name: string, preview: object) => name === 'currency' || (name === 'clientId' && 'clientName' in preview);

/** Parts that are the text itself, shown as it will be read. */
const bodies: ReadonlySet<string> = new Set(['body', 'text']);

/** What a tool says it would do: who it reaches, and the words as they will arrive. */
export function Preview({ preview }: { preview: Json }) {
  const { shop } = useMe();
  if (preview === null || preview === undefined) return null;
  if (typeof preview !== 'object' || Array.isArray(preview)) return <blockquote className={classes.quote}>{toText(preview)}</blockquote>;
  const facts = Object.entries(preview).filter(([name, value]) => !bodies.has(name) && !isSaid(name, preview) && value !== null);
  const texts = Object.entries(preview).filter(([name, value]) => bodies.has(name) && value !== null);
  return (
    <>
      {facts.length > 0 && (
        <dl className={classes.preview}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{labels[name] ?? toWords(name)}</dt>
              <dd>{toFact(name, value, typeof preview.currency === 'string' ? preview.currency : shop.currency)}</dd>
            </div>
          ))}
        </dl>
      )}
      {texts.map(([name, value]) => (
        <blockquote key={name} className={classes.quote} aria-label="Text of the message">
          {toText(value)}
        </blockquote>
      ))}
    </>
  );
}

/** Phone numbers, amounts and ways as people read them. */
function toFact(name: string, value: Json, currency: string): string {
  if (name === 'to' && typeof value === 'string' && value.startsWith('+')) return formatPhone(value);
  if (name === 'channel') return value === 'sms' ? channelLabels.sms : value === 'email' ? channelLabels.email : toText(value);
  return name.endsWith('Cents') && typeof value === 'number' ? formatMoney(value, currency) : toText(value);
}

const toText = (value: Json) => (typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value, null, 1));

/** @example toWords('amountCents') // 'Amount cents' */
function toWords(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
