import { boolean, pgSchema, text, timestamp } from 'drizzle-orm/pg-core';

/**
 * better-auth's tables, as its models name them. No tenant and no row-level security here: a person signs in before it is
 * known which shop they belong to, and may belong to several. See docs/decisions/0008-crm-tenancy.md.
 */
const auth = pgSchema('auth');

const instant = (name: string) => timestamp(name, { withTimezone: true });
const created = { createdAt: instant('created_at').notNull().defaultNow() };
const timestamps = { ...created, updatedAt: instant('updated_at').notNull().defaultNow() };

const user = auth.table('user', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text('image'),
  ...timestamps,
});

const session = auth.table('session', {
  id: text('id').primaryKey(),
  expiresAt: instant('expires_at').notNull(),
  token: text('token').notNull().unique(),
  ipAddress: text('ip_address'),
  userAgent: text('user_agent'),
  userId: text('user_id').notNull(),
  activeOrganizationId: text('active_organization_id'),
  ...timestamps,
});

const account = auth.table('account', {
  id: text('id').primaryKey(),
  accountId: text('account_id').notNull(),
  providerId: text('provider_id').notNull(),
  userId: text('user_id').notNull(),
  accessToken: text('access_token'),
  refreshToken: text('refresh_token'),
  idToken: text('id_token'),
  accessTokenExpiresAt: instant('access_token_expires_at'),
  refreshTokenExpiresAt: instant('refresh_token_expires_at'),
  scope: text('scope'),
  /** A scrypt hash, made by better-auth. */
  password: text('password'),
  ...timestamps,
});

const verification = auth.table('verification', {
  id: text('id').primaryKey(),
  identifier: text('identifier').notNull(),
  value: text('value').notNull(),
  expiresAt: instant('expires_at').notNull(),
  ...timestamps,
});

/** A shop. Its id is the tenant id. */
const organization = auth.table('organization', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  slug: text('slug').notNull().unique(),
  logo: text('logo'),
  metadata: text('metadata'),
  /** IANA zone. */
  timeZone: text('time_zone').notNull().default('America/New_York'),
  /** ISO 4217. */
  currency: text('currency').notNull().default('USD'),
  ...created,
});

const member = auth.table('member', {
  id: text('id').primaryKey(),
  organizationId: text('organization_id').notNull(),
  userId: text('user_id').notNull(),
  role: text('role').notNull(),
  ...created,
});

const invitation = auth.table('invitation', {
  id: text('id').primaryKey(),
  organizationId: text('organization_id').notNull(),
  email: text('email').notNull(),
  role: text('role'),
  status: text('status').notNull().default('pending'),
  expiresAt: instant('expires_at').notNull(),
  inviterId: text('inviter_id').notNull(),
  ...created,
});

/** Where clients write to a shop; not better-auth's. Given to a shop by whoever runs the server. */
const shopAddress = auth.table('shop_address', {
  /** E.164 or a mail address in lower case. */
  address: text('address').primaryKey(),
  organizationId: text('organization_id').notNull(),
  ...created,
});

export const authSchema = { user, session, account, verification, organization, shopAddress, member, invitation };
