import { balanceOf } from '../../shared/invoice-status.ts';
import { shopDay } from '../quotes/shop-day.ts';
import type { NewInvoice, NewPayment, Work } from './demo-invoices.ts';
import { DAY_MS, pick, toUuid } from './demo-random.ts';
import type { DemoShop } from './demo-shops.ts';

/** How long clients of the demo have to pay. */
export const DUE_DAYS = 14;
/** How many of each there are, where there is enough to choose from. */
const LATE = 6;
const VERY_LATE = 5;
const VOID = 4;
const REFUNDED = 7;
const VERY_LATE_DAYS = 30;

const methods = ['card', 'card', 'card', 'cash', 'check', 'transfer'] as const;
const refundReasons = ['Streaks on the rear window.', 'Waited an hour for the bay.', 'Interior was still damp.', 'Charged for the wrong size.'];
const voidNotes = ['Billed twice by mistake.', 'Client came back for a larger package.', 'Wrong car.'];
const draftNotes = ['Ask about the tar spots before it goes out.', null];

interface Settling {
  works: readonly Work[];
  invoices: readonly NewInvoice[];
}

/** What became of the invoices: who paid, when, and what was given back. */
export function settle(shop: DemoShop, { works, invoices }: Settling, now: Date, random: () => number): { invoices: NewInvoice[]; payments: NewPayment[] } {
  const today = shopDay(shop, now);
  const ageDays = (index: number) => (now.getTime() - (works[index]?.at.getTime() ?? 0)) / DAY_MS;
  const isFree = (index: number) => works[index]?.end === undefined;
  const indexes = invoices.map((_, index) => index);
  const veryLate = spread(
    indexes.filter((index) => isFree(index) && ageDays(index) > DUE_DAYS + VERY_LATE_DAYS + 2 && ageDays(index) < 110),
    VERY_LATE,
  );
  const late = spread(
    indexes.filter((index) => isFree(index) && ageDays(index) > DUE_DAYS + 2 && ageDays(index) < DUE_DAYS + VERY_LATE_DAYS - 1),
    LATE,
  );
  const voided = spread(
    indexes.filter((index) => isFree(index) && ageDays(index) > 20 && !veryLate.has(index) && !late.has(index)),
    VOID,
  );
  const refunded = spread(
    indexes.filter((index) => isFree(index) && ageDays(index) > 18 && !veryLate.has(index) && !late.has(index) && !voided.has(index)),
    REFUNDED,
  );
  const ledger = createLedger(shop, now, random);
  const settled = invoices.map((invoice, index): NewInvoice => {
    const work = works[index];
    if (!work) return invoice;
    if (voided.has(index)) return { ...invoice, status: 'void', notes: pick(voidNotes, random) };
    const isOwed = veryLate.has(index) || late.has(index) || work.end === 'owed';
    // What is not due yet is often paid on the spot, and what came in this morning is often not even out.
    const isOpen = isFree(index) && invoice.dueOn >= today && random() < 0.3;
    if (isFree(index) && ageDays(index) < 2.5 && random() < 0.35)
      return { ...invoice, status: 'draft', issuedOn: null, notes: pick(draftNotes, random), updatedAt: work.at };
    if (isOwed || isOpen) return index % 3 === 0 && work.end === undefined ? ledger.payPart(invoice, work.at) : invoice;
    const paid = ledger.payAll(invoice, work.at);
    return refunded.has(index) ? ledger.refund(paid) : paid;
  });
  return { invoices: settled, payments: ledger.rows };
}

/** Some of a list, at even distances. */
function spread(list: readonly number[], wanted: number): Set<number> {
  const step = Math.max(1, list.length / wanted);
  return new Set(Array.from({ length: Math.min(wanted, list.length) }, (_, index) => list[Math.floor(index * step)] ?? -1));
}

const owedOn = ({ status = 'open', totalCents, paidCents = 0 }: NewInvoice) => balanceOf({ status, totalCents, paidCents });

function createLedger(shop: DemoShop, now: Date, random: () => number) {
  const rows: NewPayment[] = [];
  const clerks = shop.staff.filter((person) => person.role !== 'technician');
  const add = (invoice: NewInvoice, row: Pick<NewPayment, 'kind' | 'amountCents' | 'reason'>, at: Date): Date => {
    const clerk = pick(clerks, random);
    const when = new Date(Math.min(at.getTime(), now.getTime() - 60_000));
    const id = toUuid(`${shop.id}/payment/${rows.length}`);
    rows.push({ tenantId: shop.id, id, invoiceId: invoice.id, method: pick(methods, random), at: when, by: clerk.id, byName: clerk.name, ...row });
    return when;
  };
  const pay = (invoice: NewInvoice, amountCents: number, at: Date): NewInvoice => {
    const updatedAt = add(invoice, { kind: 'payment', amountCents, reason: null }, at);
    const paidCents = (invoice.paidCents ?? 0) + amountCents;
    return { ...invoice, paidCents, status: paidCents === invoice.totalCents ? 'paid' : 'open', updatedAt };
  };
  const after = (at: Date, days: number) => new Date(at.getTime() + days * DAY_MS);
  return {
    rows,
    payAll(invoice: NewInvoice, at: Date): NewInvoice {
      // Half of them pay when they fetch the car; some in two parts.
      const days = random() < 0.5 ? 0.1 : 1 + random() * (DUE_DAYS + 3);
      if (invoice.totalCents < 40_000 || random() < 0.8) return pay(invoice, owedOn(invoice), after(at, days));
      const first = pay(invoice, Math.round(invoice.totalCents / 200) * 100, after(at, 0.1));
      return pay(first, owedOn(first), after(at, 0.2 + days));
    },
    payPart(invoice: NewInvoice, at: Date): NewInvoice {
      const cents = Math.floor((invoice.totalCents * (0.3 + random() * 0.4)) / 100) * 100;
      return cents === 0 ? invoice : pay(invoice, cents, after(at, 0.1));
    },
    refund(invoice: NewInvoice): NewInvoice {
      const cents = Math.min(invoice.totalCents, pick([2_000, 2_500, 4_000, 5_000], random));
      const at = after(invoice.updatedAt ?? now, 0.5 + random() * 3);
      const updatedAt = add(invoice, { kind: 'refund', amountCents: cents, reason: pick(refundReasons, random) }, at);
      return { ...invoice, refundedCents: cents, updatedAt };
    },
  };
}
