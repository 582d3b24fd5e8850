import type { Json } from '@countersign/core';
import { type Channel, channelLabels } from '../../shared/delivery.ts';
import { formatMoney } from '../../shared/money.ts';
import { formatPhone } from '../../shared/phone.ts';
import { formatDate, formatMoment } from '../ui/format-time.ts';

/**
 * Words for the parts of a simulation that tools of this product return, in the order in which they are read: stored as JSON
 * they come in none. Others follow under their own name.
 */
const labels: Readonly<Record<string, string>> = {
  to: 'To',
  clientName: 'Client',
  number: 'Number',
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

const order = Object.keys(labels);
const toRank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);

type Parts = Readonly<Record<string, Json>>;

/** Parts that others already say: the currency stands in the amounts, and a client with a name needs no id. */
const isSaid = (name: string, preview: Parts) => name === 'currency' || (name === 'clientId' && 'clientName' in preview);

/** Parts that are the text itself, shown as it will be read. */
export const bodies: ReadonlySet<string> = new Set(['body', 'text']);

/** The parts of a simulation but its text, each with its label, as people read them. */
export function toFacts(preview: Parts, shop: { currency: string; timeZone: string }): [label: string, value: string][] {
  const currency = typeof preview.currency === 'string' ? preview.currency : shop.currency;
  return Object.entries(preview)
    .filter(([name, value]) => !bodies.has(name) && !isSaid(name, preview) && value !== null)
    .toSorted(([one], [other]) => toRank(one) - toRank(other))
    .map(([name, value]) => [labels[name] ?? toWords(name), toFact(name, value, { ...shop, currency })]);
}

function toFact(name: string, value: Json, { currency, timeZone }: { currency: string; timeZone: string }): string {
  if (typeof value === 'number') return name.endsWith('Cents') ? formatMoney(value, currency) : String(value);
  if (typeof value !== 'string') return toText(value);
  if (name === 'to' && value.startsWith('+')) return formatPhone(value);
  if (name === 'channel') return channelLabels[value as Channel] ?? value;
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?Z)?)?$/.test(value) || Number.isNaN(Date.parse(value))) return value;
  if (value.length === 10) return formatDate(value);
  // A time on the shop's clocks already, or an instant.
  return value.endsWith('Z') ? formatMoment(value, timeZone) : formatMoment(`${value}Z`, 'UTC');
}

export const toText = (value: Json) => (typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value, null, 1));

/** @example toWords('amountCents') // 'Amount cents' */
function toWords(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
