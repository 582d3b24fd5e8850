import { randomUUID } from 'node:crypto';
import { CountersignError } from '@countersign/core';
import type { CreateJob, JobView } from '../../shared/job.ts';
import type { QuoteView } from '../../shared/quote.ts';
import { toTotals } from '../../shared/quote-totals.ts';
import { toInstant } from '../../shared/wall-clock.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import { getClient } from '../clients/get-client.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { jobLines, jobs } from '../db/jobs-schema.ts';
import { getQuote } from '../quotes/get-quote.ts';
import { takeNextNumber } from '../quotes/next-number.ts';
import { type PricedLine, priceLines } from '../quotes/price-lines.ts';
import { requireVehicleOf } from '../quotes/require-vehicle-of.ts';
import { toDiscountColumns } from '../quotes/to-quote-view.ts';
import { chooseBay } from './choose-bay.ts';
import { getJob } from './get-job.ts';
import { lockBays } from './lock-bays.ts';
import { nameJob, namePlace } from './name-job.ts';
import { refuseOverlap } from './refuse-overlap.ts';
import { toSlot } from './to-slot.ts';

/**
 * Plans a job. From a quote it takes client, vehicle, services with the prices that were quoted, and the discount, unless
 * others are given.
 *
 * @throws {CountersignError} `permission_denied`, `not_found` for an unknown client, vehicle or quote, `invalid_input`,
 *   `conflict` when the bay is taken at that time, no bay is free, or the quote was declined or has run out
 */
export async function createJob(tx: CrmTx, actor: Actor, input: CreateJob): Promise<JobView> {
  requirePermission(actor, 'jobs:write');
  const quote = input.quoteId === null ? undefined : await getBookableQuote(tx, actor, input.quoteId);
  const clientId = chooseClient(input.clientId, quote);
  await getClient(tx, actor, clientId);
  const vehicle = await requireVehicleOf(tx, actor, clientId, input.vehicleId ?? quote?.vehicleId ?? refuse('vehicleId', 'Choose the vehicle.'));
  const lines = await chooseLines(tx, actor, { input, quote, size: vehicle.size });
  const discount = quote?.discount ?? null;
  const { totalCents } = toTotals(
    lines.map((line) => line.priceCents),
    discount,
  );
  const startsAt = toInstant(input.startsAt, actor.timeZone);
  const slot = await toSlot(tx, actor, { startsAt, durationMinutes: input.durationMinutes, serviceIds: lines.map((line) => line.serviceId) });
  const bay = await chooseBay(tx, actor, { ...slot, bays: await lockBays(tx, actor), bayId: input.bayId });
  const id = randomUUID();
  const row = { clientId, vehicleId: vehicle.id, quoteId: quote?.id ?? null, bayId: bay.id, ...slot, ...toDiscountColumns(discount), totalCents };
  await refuseOverlap(tx, actor, { jobId: id, bayId: bay.id, ...slot }, async () => {
    const number = await takeNextNumber(tx, actor, 'job');
    await tx.insert(jobs).values({ tenantId: actor.tenantId, id, number, ...row, notes: input.notes });
  });
  await insertJobLines(tx, actor, id, lines);
  const job = await getJob(tx, actor, id);
  await recordActivity(tx, actor, { recordType: 'job', recordId: id, clientId, action: 'scheduled', summary: `Scheduled ${nameJob(job)}: ${namePlace(job)}` });
  return job;
}

export async function insertJobLines(tx: CrmTx, { tenantId }: Actor, jobId: string, lines: readonly PricedLine[]): Promise<void> {
  await tx.insert(jobLines).values(lines.map((line, position) => ({ tenantId, jobId, position, ...line })));
}

async function getBookableQuote(tx: CrmTx, actor: Actor, id: string): Promise<QuoteView> {
  const quote = await getQuote(tx, actor, id);
  // A draft too: the client at the counter agrees before anything was sent.
  if (quote.status !== 'declined' && quote.status !== 'expired') return quote;
  const message = `Quote ${quote.number} is ${quote.status}: only one that still holds can be scheduled.`;
  throw new CountersignError('conflict', message, { details: { quoteId: id, status: quote.status } });
}

function chooseClient(given: string | null, quote: QuoteView | undefined): string {
  if (quote && given !== null && given !== quote.clientId) refuse('clientId', `Quote ${quote.number} is for ${quote.clientName}.`);
  return given ?? quote?.clientId ?? refuse('clientId', 'Choose the client.');
}

/** What was quoted may be done although it is no longer offered, and costs what was quoted for that car. */
async function chooseLines(
  tx: CrmTx,
  actor: Actor,
  { input, quote, size }: { input: CreateJob; quote: QuoteView | undefined; size: QuoteView['vehicleSize'] },
): Promise<PricedLine[]> {
  if (quote && input.lines.length === 0) return quote.lines;
  return priceLines(tx, actor, { lines: input.lines, size, kept: quote?.lines.map((line) => line.serviceId) ?? [] });
}

function refuse(path: string, message: string): never {
  throw new CountersignError('invalid_input', message, { details: { issues: [{ path, message }] } });
}
