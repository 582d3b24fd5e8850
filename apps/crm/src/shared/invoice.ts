import { z } from 'zod';
import { ClientId } from './client.ts';
import { Channel } from './delivery.ts';
import { InvoiceStatus, invoiceStates } from './invoice-status.ts';
import { optionalText } from './optional-text.ts';
import { PaymentView } from './payment.ts';
import { isLine, isText, LINE, TEXT } from './printable.ts';
import { QuoteId, QuoteLineInput, QuoteView } from './quote.ts';
import { Discount } from './quote-totals.ts';
import { VehicleId } from './vehicle.ts';
import { wholeNumber } from './whole-number.ts';

const MAX_LINES = 30;
/** '' is what an empty input holds. */
const orNothing = <T extends z.ZodType>(schema: T, message: string) => z.union([schema, z.literal('').transform(() => null), z.null()], message);

const fields = {
  clientId: z.uuid('Choose the client.'),
  vehicleId: orNothing(z.uuid(), 'Choose the vehicle.'),
  lines: z.array(QuoteLineInput).min(1, 'An invoice needs at least one service.').max(MAX_LINES, `An invoice has at most ${MAX_LINES} services.`),
  discount: Discount,
  dueOn: z.iso.date('Choose the day on which it is due.'),
  notes: optionalText(z.string().trim().refine(isText, TEXT).nullable(), 2_000),
};

/**
 * Write an invoice: the one schema of the form, `POST /api/invoices` and the tool `create_invoice`. From a quote or a job
 * it takes over client, vehicle, lines and discount, unless it is told others.
 */
export const CreateInvoice = z
  .strictObject({
    quoteId: orNothing(QuoteId, 'This is no quote.').default(null),
    jobId: orNothing(z.uuid(), 'This is no job.').default(null),
    clientId: fields.clientId.optional(),
    vehicleId: fields.vehicleId.optional(),
    lines: fields.lines.optional(),
    discount: fields.discount.optional(),
    /** Null (or ''): two weeks from the day it is written. */
    dueOn: orNothing(fields.dueOn, 'This is not a day.').default(null),
    notes: fields.notes.default(null),
  })
  .superRefine((input, ctx) => {
    if (input.quoteId !== null || input.jobId !== null) return;
    if (input.clientId === undefined) ctx.addIssue({ code: 'custom', path: ['clientId'], message: 'Choose the client.' });
    if (input.lines === undefined) ctx.addIssue({ code: 'custom', path: ['lines'], message: 'An invoice needs at least one service.' });
  });
export type CreateInvoice = z.infer<typeof CreateInvoice>;

/** Change a draft: what is left out stays as it is; `lines` replace all lines. Whose invoice it is never changes. */
export const UpdateInvoice = z.strictObject({
  version: z.int().positive(),
  vehicleId: fields.vehicleId.optional(),
  lines: fields.lines.optional(),
  discount: fields.discount.optional(),
  dueOn: fields.dueOn.optional(),
  notes: fields.notes.optional(),
});
export type UpdateInvoice = z.infer<typeof UpdateInvoice>;

/** `POST /api/invoices/:id/issue` and `/void`. */
export const ChangeInvoice = z.strictObject({ version: z.int().positive() });
export type ChangeInvoice = z.infer<typeof ChangeInvoice>;

export const InvoiceId = z.uuid();

/** A line of the list of invoices. */
export const InvoiceSummary = z.object({
  id: InvoiceId,
  number: z.int().describe('As people name it; unique in the shop'),
  status: InvoiceStatus,
  isOverdue: z.boolean().describe('On the present day'),
  daysOverdue: z.int().describe('0 when it is not overdue'),
  clientId: ClientId,
  clientName: z.string(),
  reachableBy: z.array(Channel).describe('The ways to reach the client that are on file'),
  vehicleId: VehicleId.nullable(),
  vehicleName: z.string().nullable(),
  jobId: z.uuid().nullable(),
  quoteId: QuoteId.nullable(),
  totalCents: z.int(),
  paidCents: z.int().describe('All that came in, before refunds'),
  refundedCents: z.int(),
  balanceCents: z.int().describe('What is still owed; a refund does not bring it back'),
  issuedOn: z.string().nullable().describe('YYYY-MM-DD'),
  dueOn: z.string().describe('YYYY-MM-DD'),
  createdAt: z.string().describe('ISO 8601 instant'),
});
export type InvoiceSummary = z.infer<typeof InvoiceSummary>;

/** That the client was sent something about it. */
export const InvoiceReminder = z.object({
  channel: z.enum(['sms', 'email']),
  to: z.string(),
  by: z.string(),
  at: z.string().describe('ISO 8601 instant'),
});
export type InvoiceReminder = z.infer<typeof InvoiceReminder>;

/** A whole invoice as the API and the tools show it. */
export const InvoiceView = InvoiceSummary.extend({
  /** ISO 4217, of every amount in it. */
  currency: z.string(),
  quoteNumber: z.int().nullable(),
  lines: QuoteView.shape.lines,
  discount: QuoteView.shape.discount,
  subtotalCents: z.int(),
  discountCents: z.int(),
  payments: z.array(PaymentView).describe('The oldest first'),
  reminders: z.array(InvoiceReminder).describe('The latest first'),
  notes: z.string().nullable(),
  version: z.int(),
  updatedAt: z.string().describe('ISO 8601 instant'),
});
export type InvoiceView = z.infer<typeof InvoiceView>;

export const invoiceSorts = [
  '-number',
  'number',
  'client',
  '-client',
  'dueOn',
  '-dueOn',
  'totalCents',
  '-totalCents',
  'balanceCents',
  '-balanceCents',
] as const;
export type InvoiceSort = (typeof invoiceSorts)[number];

/** The query string of `GET /api/invoices`. `open` are all that are owed, the overdue among them. */
export const ListInvoices = z.strictObject({
  q: z.string().trim().max(200).refine(isLine, LINE).default(''),
  status: z.enum([...invoiceStates, 'all']).default('all'),
  clientId: ClientId.optional(),
  quoteId: QuoteId.optional(),
  jobId: z.uuid().optional(),
  /** Only those that have been overdue for this many days or more. */
  minDaysOverdue: wholeNumber('A number of days is needed.').pipe(z.int().min(1).max(10_000)).optional(),
  sort: z.enum(invoiceSorts).default('-number'),
  /** The `next` of the page before; it belongs to the same search, filters and order. */
  cursor: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListInvoices = z.infer<typeof ListInvoices>;

export const InvoicePage = z.object({
  invoices: z.array(InvoiceSummary),
  next: z.string().nullable(),
  total: z.int().describe('How many there are in all'),
  balanceCents: z.int().describe('What is owed on all of them'),
  currency: z.string(),
});
export type InvoicePage = z.infer<typeof InvoicePage>;

/** What a client owes, and on which invoices, the one due first first. */
export const ClientBalance = z.object({
  clientId: ClientId,
  clientName: z.string(),
  balanceCents: z.int(),
  overdueCents: z.int(),
  invoices: z.array(InvoiceSummary),
  currency: z.string(),
});
export type ClientBalance = z.infer<typeof ClientBalance>;
