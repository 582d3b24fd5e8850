import { z } from 'zod';
import { ClientId } from './client.ts';
import { Cents } from './money.ts';
import { optionalText } from './optional-text.ts';
import { isLine, isText, LINE, TEXT } from './printable.ts';
import { QuoteStatus, quoteStatuses } from './quote-status.ts';
import { Discount } from './quote-totals.ts';
import { ServiceId } from './service.ts';
import { VehicleId, VehicleSize } from './vehicle.ts';

const MAX_LINES = 30;

/** One service of a quote. Without a price it has the catalogue's for the size of the vehicle, as it is at that moment. */
export const QuoteLineInput = z.strictObject({
  serviceId: z.uuid('Choose a service.'),
  priceCents: Cents.nullable().default(null),
});
export type QuoteLineInput = z.infer<typeof QuoteLineInput>;

const fields = {
  clientId: z.uuid('Choose the client.'),
  vehicleId: z.uuid('Choose the vehicle.'),
  lines: z.array(QuoteLineInput).min(1, 'A quote needs at least one service.').max(MAX_LINES, `A quote has at most ${MAX_LINES} services.`),
  discount: Discount,
  validUntil: z.iso.date('Choose the last day on which the quote holds.'),
  notes: optionalText(z.string().trim().refine(isText, TEXT).nullable(), 2_000),
};

/** Write a quote: the one schema of the form, `POST /api/quotes` and the tool `create_quote`. */
export const CreateQuote = z.strictObject({
  clientId: fields.clientId,
  vehicleId: fields.vehicleId,
  lines: fields.lines,
  discount: fields.discount.default(null),
  /** Null (or ''): two weeks from today. */
  validUntil: z.union([fields.validUntil, z.literal('').transform(() => null), z.null()], 'This is not a day.').default(null),
  notes: fields.notes.default(null),
});
export type CreateQuote = z.infer<typeof CreateQuote>;

/** Change a draft: what is left out stays as it is; `lines` replace all lines. Whose quote it is never changes. */
export const UpdateQuote = z.strictObject({
  version: z.int().positive(),
  vehicleId: fields.vehicleId.optional(),
  lines: fields.lines.optional(),
  discount: fields.discount.optional(),
  validUntil: fields.validUntil.optional(),
  notes: fields.notes.optional(),
});
export type UpdateQuote = z.infer<typeof UpdateQuote>;

/** `POST /api/quotes/:id/status` and the tool `change_quote_status`. */
export const ChangeQuoteStatus = z.strictObject({ version: z.int().positive(), status: QuoteStatus.exclude(['draft']) });
export type ChangeQuoteStatus = z.infer<typeof ChangeQuoteStatus>;

export const QuoteId = z.uuid();

/** A line of the list of quotes. */
export const QuoteSummary = z.object({
  id: QuoteId,
  number: z.int().describe('As people name it; unique in the shop'),
  status: QuoteStatus.describe('On the present day'),
  clientId: ClientId,
  clientName: z.string(),
  vehicleId: VehicleId,
  vehicleName: z.string(),
  totalCents: z.int(),
  validUntil: z.string().describe('YYYY-MM-DD, the last day on which it holds'),
  createdAt: z.string().describe('ISO 8601 instant'),
});
export type QuoteSummary = z.infer<typeof QuoteSummary>;

const QuoteLineView = z.object({ serviceId: ServiceId, name: z.string(), priceCents: z.int() });

/** A whole quote as the API and the tools show it. */
export const QuoteView = QuoteSummary.extend({
  vehicleSize: VehicleSize,
  lines: z.array(QuoteLineView),
  discount: z
    .discriminatedUnion('kind', [z.object({ kind: z.literal('percent'), percent: z.number() }), z.object({ kind: z.literal('amount'), cents: z.int() })])
    .nullable(),
  subtotalCents: z.int(),
  discountCents: z.int(),
  notes: z.string().nullable(),
  sentAt: z.string().nullable().describe('ISO 8601 instant'),
  answeredAt: z.string().nullable().describe('ISO 8601 instant'),
  version: z.int(),
  updatedAt: z.string().describe('ISO 8601 instant'),
});
export type QuoteView = z.infer<typeof QuoteView>;

export const quoteSorts = ['-number', 'number', 'client', '-client', 'totalCents', '-totalCents', 'validUntil', '-validUntil'] as const;
export type QuoteSort = (typeof quoteSorts)[number];

/** The query string of `GET /api/quotes`. */
export const ListQuotes = z.strictObject({
  q: z.string().trim().max(200).refine(isLine, LINE).default(''),
  status: z.enum([...quoteStatuses, 'all']).default('all'),
  clientId: ClientId.optional(),
  vehicleId: VehicleId.optional(),
  sort: z.enum(quoteSorts).default('-number'),
  /** The `next` of the page before; it belongs to the same search, filters and order. */
  cursor: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListQuotes = z.infer<typeof ListQuotes>;

export const QuotePage = z.object({ quotes: z.array(QuoteSummary), next: z.string().nullable(), total: z.int() });
export type QuotePage = z.infer<typeof QuotePage>;
