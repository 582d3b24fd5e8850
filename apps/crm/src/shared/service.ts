import { z } from 'zod';
import { Cents } from './money.ts';
import { optionalText } from './optional-text.ts';
import { isLine, isText, LINE, TEXT } from './printable.ts';
import type { VehicleSize } from './vehicle.ts';
import { wholeNumber } from './whole-number.ts';

const MINUTES = 'A duration in whole minutes is needed, such as 90.';
/** Ten working days: a full wrap takes that long. */
const MAX_MINUTES = 4_800;

const fields = {
  name: z.string().trim().min(1, 'A name is needed.').max(80).refine(isLine, LINE),
  description: optionalText(z.string().trim().refine(isText, TEXT).nullable(), 500),
  durationMinutes: wholeNumber(MINUTES).refine((minutes) => minutes >= 5 && minutes <= MAX_MINUTES, `A duration is between 5 and ${MAX_MINUTES} minutes.`),
  smallCents: Cents,
  mediumCents: Cents,
  largeCents: Cents,
  xlCents: Cents,
  isActive: z.boolean(),
};

/** Add a service to the catalogue: the one schema of the form, `POST /api/services` and the tool `create_service`. */
export const CreateService = z.strictObject({ ...fields, description: fields.description.default(null), isActive: fields.isActive.default(true) });
export type CreateService = z.infer<typeof CreateService>;

/** Change a service: what is left out stays as it is. Quotes keep the prices they were made with. */
export const UpdateService = z.strictObject({
  version: z.int().positive(),
  name: fields.name.optional(),
  description: fields.description.optional(),
  durationMinutes: fields.durationMinutes.optional(),
  smallCents: Cents.optional(),
  mediumCents: Cents.optional(),
  largeCents: Cents.optional(),
  xlCents: Cents.optional(),
  isActive: fields.isActive.optional(),
});
export type UpdateService = z.infer<typeof UpdateService>;

export const ServiceId = z.uuid();

/** A service as the API and the tools show it: one price for each size of vehicle. */
export const ServiceView = z.object({
  id: ServiceId,
  name: z.string(),
  description: z.string().nullable(),
  durationMinutes: z.int(),
  smallCents: z.int(),
  mediumCents: z.int(),
  largeCents: z.int(),
  xlCents: z.int(),
  isActive: z.boolean().describe('False: no longer offered, but still on what was quoted before'),
  version: z.int(),
  createdAt: z.string().describe('ISO 8601 instant'),
  updatedAt: z.string().describe('ISO 8601 instant'),
});
export type ServiceView = z.infer<typeof ServiceView>;

export type ServicePrices = Pick<ServiceView, 'smallCents' | 'mediumCents' | 'largeCents' | 'xlCents'>;

/** What a service costs for a vehicle of a size. */
export function priceFor(service: ServicePrices, size: VehicleSize): number {
  return service[`${size}Cents`];
}

export const serviceSorts = ['name', '-name', 'durationMinutes', '-durationMinutes', 'mediumCents', '-mediumCents'] as const;
export type ServiceSort = (typeof serviceSorts)[number];

export const serviceStates = ['all', 'active', 'inactive'] as const;

/** The query string of `GET /api/services`. */
export const ListServices = z.strictObject({
  q: z.string().trim().max(200).refine(isLine, LINE).default(''),
  state: z.enum(serviceStates).default('all'),
  sort: z.enum(serviceSorts).default('name'),
  /** The `next` of the page before; it belongs to the same `q`, `state` and `sort`. */
  cursor: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListServices = z.infer<typeof ListServices>;

export const ServicePage = z.object({ services: z.array(ServiceView), next: z.string().nullable(), total: z.int() });
export type ServicePage = z.infer<typeof ServicePage>;

/** @example formatDuration(150) // '2 h 30 min' */
export function formatDuration(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 && `${hours} h`, (rest > 0 || hours === 0) && `${rest} min`].filter(Boolean).join(' ');
}
