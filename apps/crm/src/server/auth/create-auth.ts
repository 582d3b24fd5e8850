import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { organization } from 'better-auth/plugins';
import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { authSchema } from '../db/auth-schema.ts';
import type { Log } from '../log.ts';
import { findFirstShop } from './find-membership.ts';
import { staffRoles } from './staff-roles.ts';

export interface AuthOptions {
  /** Connections of the app role. Its own pool, so that a busy agent never keeps anybody from signing in. */
  pool: pg.Pool;
  /** Where people reach the app, such as `https://crm.example.com`. Cookies are `secure` when it is https. */
  baseUrl: string;
  secret: string;
  log: Log;
}

/** Carries the address of the connection to better-auth's rate limit. The app sets it and drops what a client sent. */
export const CLIENT_IP_HEADER = 'x-crm-client-ip';

/** Sign-ins one address may try in a minute: a shop behind one router, or a test, never gets there. */
const SIGN_INS_PER_MINUTE = 60;

/** A field of a shop that nobody sends in. */
const kept = { type: 'string', required: false, input: false } as const;

export type Auth = ReturnType<typeof createAuth>;

/**
 * Who is signed in. Origins are checked by the app for every route alike (http/check-origin.ts), which also lets scripts in
 * that send no Origin; better-auth's own check would refuse Node's fetch. Nobody signs up: owners add their staff.
 */
export function createAuth({ pool, baseUrl, secret, log }: AuthOptions) {
  return betterAuth({
    appName: 'Countersign CRM',
    baseURL: baseUrl,
    basePath: '/api/auth',
    secret,
    database: drizzleAdapter(drizzle({ client: pool }), { provider: 'pg', schema: authSchema, transaction: true }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 128 },
    session: { expiresIn: 14 * 86_400, updateAge: 86_400 },
    rateLimit: { enabled: true, window: 60, max: 600, storage: 'memory', customRules: { '/sign-in/email': { window: 60, max: SIGN_INS_PER_MINUTE } } },
    advanced: {
      cookiePrefix: 'crm',
      useSecureCookies: baseUrl.startsWith('https:'),
      disableCSRFCheck: true,
      ipAddress: { ipAddressHeaders: [CLIENT_IP_HEADER] },
    },
    databaseHooks: {
      session: { create: { before: async (session) => ({ data: { ...session, activeOrganizationId: await findFirstShop(pool, session.userId) } }) } },
    },
    plugins: [
      organization({
        ...staffRoles,
        creatorRole: 'owner',
        allowUserToCreateOrganization: false,
        disableOrganizationDeletion: true,
        schema: { organization: { additionalFields: { timeZone: kept, currency: kept } } },
      }),
    ],
    // What is no answer of its own, such as a database that is away, is ours to answer and to log.
    onAPIError: { throw: true },
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      log: (level, message, ...details) => log[level === 'error' ? 'error' : 'warn']({ source: 'better-auth', details }, message),
    },
  });
}
