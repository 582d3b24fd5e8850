import { z } from 'zod';
import { optionalText } from './optional-text.ts';
import { Phone } from './phone.ts';
import { isLine, isText, LINE, TEXT } from './printable.ts';

const fields = {
  firstName: z.string().trim().min(1, 'A first name is needed.').max(80).refine(isLine, LINE),
  lastName: z.string().trim().max(80).refine(isLine, LINE),
  /** Stored as E.164. */
  phone: optionalText(Phone.nullable(), 40),
  email: optionalText(z.string().trim().toLowerCase().pipe(z.email('This is not an email address.')).nullable(), 254),
  notes: optionalText(z.string().trim().refine(isText, TEXT).nullable(), 2_000),
};

/** Create a client: the one schema of the form, `POST /api/clients` and the tool `create_client`. */
export const CreateClient = z.strictObject({
  firstName: fields.firstName,
  lastName: fields.lastName.default(''),
  phone: fields.phone.default(null),
  email: fields.email.default(null),
  notes: fields.notes.default(null),
});
export type CreateClient = z.infer<typeof CreateClient>;

/**
 * Change a client: the one schema of the form, `PATCH /api/clients/:id` and the tool `update_client`. What is left out
 * stays as it is; null (or '') clears. `version` is the one the change was made on: a stale one is a conflict.
 */
export const UpdateClient = z.strictObject({
  version: z.int().positive(),
  firstName: fields.firstName.optional(),
  lastName: fields.lastName.optional(),
  phone: fields.phone.optional(),
  email: fields.email.optional(),
  notes: fields.notes.optional(),
});
export type UpdateClient = z.infer<typeof UpdateClient>;

export const ClientId = z.uuid();

/** A client as the API and the tools show it. */
export const ClientView = z.object({
  id: ClientId,
  firstName: z.string(),
  lastName: z.string(),
  phone: z.string().nullable().describe('E.164'),
  email: z.string().nullable(),
  notes: z.string().nullable(),
  version: z.int(),
  createdAt: z.string().describe('ISO 8601 instant'),
  updatedAt: z.string().describe('ISO 8601 instant'),
});
export type ClientView = z.infer<typeof ClientView>;

export const clientSorts = ['name', '-name', 'createdAt', '-createdAt'] as const;
export type ClientSort = (typeof clientSorts)[number];

/** The query string of `GET /api/clients`. */
export const ListClients = z.strictObject({
  q: z.string().trim().max(200).refine(isLine, LINE).default(''),
  sort: z.enum(clientSorts).default('name'),
  /** The `next` of the page before; it belongs to the same `q` and `sort`. */
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListClients = z.infer<typeof ListClients>;

export const ClientPage = z.object({ clients: z.array(ClientView), next: z.string().nullable(), total: z.int() });
export type ClientPage = z.infer<typeof ClientPage>;

/** "Jordan Miles", or just "Jordan" where no last name is known. */
export function fullName(client: { firstName: string; lastName: string }): string {
  return `${client.firstName} ${client.lastName}`.trim();
}
