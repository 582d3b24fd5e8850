import type { CreateJob, JobView } from '../../../shared/job.ts';
import { MAX_JOB_MINUTES, MIN_JOB_MINUTES } from '../../../shared/job.ts';
import { parseMoney, toMoneyText } from '../../../shared/money.ts';
import type { QuoteView } from '../../../shared/quote.ts';
import { formatDuration, type ServiceView } from '../../../shared/service.ts';
import { formatSlot, toInstant, WallClock } from '../../../shared/wall-clock.ts';
import type { StartValues } from '../../panels/panel-state.tsx';
import { type LineValues, noLine } from '../../quotes/panel/quote-values.ts';

/** What the inputs hold. */
export interface JobValues {
  /** Never typed: the form is opened from the quote. */
  quoteId: string;
  clientId: string;
  vehicleId: string;
  lines: LineValues[];
  startsAt: string;
  durationMinutes: string;
  bayId: string;
  notes: string;
}

export const emptyValues: JobValues = {
  quoteId: '',
  clientId: '',
  vehicleId: '',
  lines: [noLine],
  startsAt: '',
  durationMinutes: '',
  bayId: '',
  notes: '',
};

const toLines = (lines: JobView['lines']): LineValues[] => lines.map(({ serviceId, priceCents }) => ({ serviceId, price: toMoneyText(priceCents) }));

/** A saved job as the inputs show it. */
export function toValues({ quoteId, clientId, vehicleId, lines, startsAtLocal, durationMinutes, bayId, notes }: JobView): JobValues {
  return {
    quoteId: quoteId ?? '',
    clientId,
    vehicleId,
    lines: toLines(lines),
    startsAt: startsAtLocal,
    durationMinutes: String(durationMinutes),
    bayId,
    notes: notes ?? '',
  };
}

/** What a job has from the quote it is planned from. */
export function fromQuote({ id, clientId, vehicleId, lines }: QuoteView): StartValues {
  return { quoteId: id, clientId, vehicleId, lines: toLines(lines) };
}

/**
 * The inputs as the schema takes them. A price that is no amount is left as it is, to be refused. Of a job from a quote
 * what was left empty is the quote's.
 */
export function toInput(values: JobValues): object {
  const hasQuote = values.quoteId !== '';
  const isEmpty = values.lines.every((line) => line.serviceId === '' && line.price === '');
  const lines = values.lines.map(({ serviceId, price }) => ({ serviceId, priceCents: price.trim() === '' ? null : (parseMoney(price) ?? price) }));
  return {
    ...values,
    clientId: hasQuote && values.clientId === '' ? null : values.clientId,
    vehicleId: hasQuote && values.vehicleId === '' ? null : values.vehicleId,
    lines: hasQuote && isEmpty ? [] : lines,
  };
}

/** A saved job as the schema would have parsed it. */
export function toParsed({ quoteId, clientId, vehicleId, lines, bayId, startsAtLocal, durationMinutes, notes }: JobView): CreateJob {
  const own = lines.map(({ serviceId, priceCents }) => ({ serviceId, priceCents }));
  return { quoteId, clientId, vehicleId, lines: own, bayId, startsAt: startsAtLocal, durationMinutes, notes };
}

/** What the chosen services take together, in minutes; undefined while none is chosen. */
export function sumMinutes(lines: readonly LineValues[], services: ReadonlyMap<string, Pick<ServiceView, 'durationMinutes'>>): number | undefined {
  const known = lines.flatMap((line) => services.get(line.serviceId) ?? []);
  return known.length === 0 ? undefined : known.reduce((sum, service) => sum + service.durationMinutes, 0);
}

/** When the job of the form would begin and end, in words; undefined while that cannot be said. */
export function toWhen(values: Pick<JobValues, 'startsAt' | 'durationMinutes'>, servicesTake: number | undefined, timeZone: string): string | undefined {
  const typed = values.durationMinutes.trim();
  const minutes = typed === '' ? servicesTake && Math.max(servicesTake, MIN_JOB_MINUTES) : Number(typed);
  const local = WallClock.safeParse(values.startsAt);
  if (!local.success || minutes === undefined || !(minutes >= MIN_JOB_MINUTES && minutes <= MAX_JOB_MINUTES)) return undefined;
  const startsAt = toInstant(local.data, timeZone);
  return `${formatSlot({ startsAt, endsAt: new Date(startsAt.getTime() + minutes * 60_000), timeZone })} (${formatDuration(minutes)})`;
}
