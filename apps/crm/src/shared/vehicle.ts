import { z } from 'zod';
import { ClientId } from './client.ts';
import { optionalText } from './optional-text.ts';
import { isLine, LINE } from './printable.ts';

/** How big a car is to the one who has to wash it. The catalogue has one price for each. */
export const vehicleSizes = ['small', 'medium', 'large', 'xl'] as const;
export const VehicleSize = z.enum(vehicleSizes, 'Choose a size.');
export type VehicleSize = z.infer<typeof VehicleSize>;

/** What people read. */
export const sizeLabels: Readonly<Record<VehicleSize, string>> = { small: 'Small', medium: 'Medium', large: 'Large', xl: 'Extra large' };

const YEAR = 'A model year has four digits, such as 2021.';
/** Inputs hold text, tools numbers; '' means that nobody knows. */
const Year = z
  .union([z.int(), z.string().trim().max(10), z.null()], YEAR)
  .transform((year) => (year === '' || year === null ? null : Number(year)))
  .pipe(z.int(YEAR).min(1900, YEAR).max(2100, YEAR).nullable());

/** As it is stamped: upper case, single spaces or hyphens between its parts. */
const Plate = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[\p{L}\p{N}]+([ -][\p{L}\p{N}]+)*$/u, 'A plate has letters and digits only.')
  .max(12)
  .nullable();

const fields = {
  clientId: z.uuid('Choose the client whose car it is.'),
  year: Year,
  make: z.string().trim().min(1, 'A make is needed, such as Toyota.').max(40).refine(isLine, LINE),
  model: z.string().trim().min(1, 'A model is needed, such as Camry.').max(60).refine(isLine, LINE),
  color: optionalText(z.string().trim().refine(isLine, LINE).nullable(), 40),
  plate: optionalText(Plate, 20),
  size: VehicleSize,
};

/** Add a car to a client: the one schema of the form, `POST /api/vehicles` and the tool `create_vehicle`. */
export const CreateVehicle = z.strictObject({
  clientId: fields.clientId,
  year: fields.year.default(null),
  make: fields.make,
  model: fields.model,
  color: fields.color.default(null),
  plate: fields.plate.default(null),
  size: fields.size,
});
export type CreateVehicle = z.infer<typeof CreateVehicle>;

/**
 * Change a car: the form, `PATCH /api/vehicles/:id` and the tool `update_vehicle`. What is left out stays as it is; null
 * clears. A car never changes hands: what was quoted for it belongs to whom it was quoted to, so a sold car is entered anew.
 */
export const UpdateVehicle = z.strictObject({
  version: z.int().positive(),
  year: fields.year.optional(),
  make: fields.make.optional(),
  model: fields.model.optional(),
  color: fields.color.optional(),
  plate: fields.plate.optional(),
  size: fields.size.optional(),
});
export type UpdateVehicle = z.infer<typeof UpdateVehicle>;

export const VehicleId = z.uuid();

/** A car as the API and the tools show it. */
export const VehicleView = z.object({
  id: VehicleId,
  clientId: ClientId,
  clientName: z.string(),
  year: z.int().nullable(),
  make: z.string(),
  model: z.string(),
  color: z.string().nullable(),
  plate: z.string().nullable(),
  size: VehicleSize,
  version: z.int(),
  createdAt: z.string().describe('ISO 8601 instant'),
  updatedAt: z.string().describe('ISO 8601 instant'),
});
export type VehicleView = z.infer<typeof VehicleView>;

export const vehicleSorts = ['name', '-name', 'client', '-client', 'year', '-year', 'createdAt', '-createdAt'] as const;
export type VehicleSort = (typeof vehicleSorts)[number];

/** The query string of `GET /api/vehicles`. */
export const ListVehicles = z.strictObject({
  q: z.string().trim().max(200).refine(isLine, LINE).default(''),
  clientId: ClientId.optional(),
  sort: z.enum(vehicleSorts).default('name'),
  /** The `next` of the page before; it belongs to the same `q`, `clientId` and `sort`. */
  cursor: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListVehicles = z.infer<typeof ListVehicles>;

export const VehiclePage = z.object({ vehicles: z.array(VehicleView), next: z.string().nullable(), total: z.int() });
export type VehiclePage = z.infer<typeof VehiclePage>;

/** @example vehicleName({ year: 2021, make: 'Chevrolet', model: 'Tahoe' }) // '2021 Chevrolet Tahoe' */
export function vehicleName({ year, make, model }: { year: number | null; make: string; model: string }): string {
  return `${year ?? ''} ${make} ${model}`.trim();
}
