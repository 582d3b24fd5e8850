import { CountersignError } from '@countersign/core';
import type { Countersign, HostDatabase } from '@countersign/server';
import { type Handler, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import type pg from 'pg';
import type { Demo } from '../shared/demo.ts';
import { createAuthRoutes, createMeRoutes, createStaffRoutes } from './account/routes.ts';
import type { Auth } from './auth/create-auth.ts';
import { findIdentity } from './auth/find-identity.ts';
import { findMembership } from './auth/find-membership.ts';
import { createClientRoutes } from './clients/routes.ts';
import { createDashboardRoutes } from './dashboard/routes.ts';
import type { DeliveryDesk } from './deliveries/deliver.ts';
import { createQuoteMessageRoutes, createReminderRoutes } from './deliveries/routes.ts';
import type { AppEnv } from './http/app-env.ts';
import { checkOrigin } from './http/check-origin.ts';
import { secureHeaders } from './http/secure-headers.ts';
import { toErrorResponse } from './http/to-error-response.ts';
import { createConversationRoutes } from './inbox/routes.ts';
import { createWebhookRoutes } from './inbox/webhook.ts';
import { createInvoiceRoutes } from './invoices/routes.ts';
import { createBayRoutes } from './jobs/bay-routes.ts';
import { createJobRoutes } from './jobs/routes.ts';
import type { Log } from './log.ts';
import { createOutboxRoutes } from './messages/routes.ts';
import { createNoteRoutes } from './notes/routes.ts';
import { createQuoteRoutes } from './quotes/routes.ts';
import { createActivityRoutes } from './records/activity-routes.ts';
import { createRecordRoutes } from './records/routes.ts';
import { createServiceRoutes } from './services/routes.ts';
import { createVehicleRoutes } from './vehicles/routes.ts';

const MAX_BODY_BYTES = 65_536;

export interface AppOptions {
  auth: Auth;
  /** Connections that may read the auth schema. */
  authPool: pg.Pool;
  database: HostDatabase;
  countersign: Pick<Countersign, 'handler' | 'completeGoal' | 'checkHealth'>;
  baseUrl: string;
  /** Who brings texts and emails to clients. */
  desk: DeliveryDesk;
  /** Shared with the gateway that hands over what clients write. Without it nobody can. */
  inboundSecret?: string;
  /** The sign-ins of the demo data, where it was seeded. */
  demo: Demo;
  /** Is there a language model to ask? */
  hasModel: boolean;
  /** The built web app; left out where only the API is served. */
  web?: Handler;
  log: Log;
}

/** The whole product behind one port: the agent under /agent, the API under /api, the web app everywhere else. */
export function createApp(options: AppOptions): Hono<AppEnv> {
  const { auth, authPool, database, countersign, baseUrl, log } = options;
  const app = new Hono<AppEnv>();
  app.onError((error, c) => toErrorResponse(error, c, log));
  app.notFound((c) => toErrorResponse(new CountersignError('not_found', `There is nothing at ${c.req.path.slice(0, 200)}.`), c, log));
  app.use(secureHeaders(baseUrl.startsWith('https:')));
  app.all('/agent/*', (c) => countersign.handler(c.req.raw));
  app.get('/healthz', async (c) => {
    const health = await countersign.checkHealth();
    if (health.database && health.worker) return c.json({ status: 'ok', ...health }, 200, { 'Cache-Control': 'no-store' });
    const silent = health.database ? 'The worker' : 'The database';
    return c.json({ error: { code: 'unavailable', message: `${silent} does not answer.`, details: health } }, 503, { 'Cache-Control': 'no-store' });
  });

  const { inboundSecret } = options;
  if (inboundSecret) app.route('/webhooks', createWebhookRoutes({ secret: inboundSecret, database, authPool }));
  app.all('/webhooks/*', (c) => c.notFound());

  app.use('/api/*', noStore, compress(), checkOrigin(baseUrl), bodyLimit({ maxSize: MAX_BODY_BYTES, onError: refuseBody }));
  app.get('/api/demo', (c) => c.json(options.demo));
  app.route('/api/auth', createAuthRoutes(auth));
  app.use('/api/*', requireMember(auth, authPool));
  app.route('/api/me', createMeRoutes({ hasModel: options.hasModel }));
  app.route('/api/staff', createStaffRoutes(authPool));
  const records = { database, completeGoal: countersign.completeGoal };
  app.route('/api/clients', createClientRoutes(records));
  app.route('/api/vehicles', createVehicleRoutes(records));
  app.route('/api/services', createServiceRoutes(records));
  app.route('/api/quotes', createQuoteRoutes(records));
  app.route('/api/invoices', createInvoiceRoutes(records));
  const sending = { database, ...options.desk };
  app.route('/api/invoices', createReminderRoutes(sending));
  app.route('/api/quotes', createQuoteMessageRoutes(sending));
  app.route('/api/jobs', createJobRoutes(records));
  app.route('/api/bays', createBayRoutes(database));
  app.route('/api/outbox', createOutboxRoutes(database));
  app.route('/api/conversations', createConversationRoutes(database, options.desk.provider));
  app.route('/api/notes', createNoteRoutes(database));
  app.route('/api/activity', createActivityRoutes(database));
  app.route('/api/records', createRecordRoutes(database));
  app.route('/api/dashboard', createDashboardRoutes(database));
  app.all('/api/*', (c) => c.notFound());
  if (options.web) app.get('*', options.web);
  return app;
}

const noStore: MiddlewareHandler = async (c, next) => {
  await next();
  c.res.headers.set('Cache-Control', 'no-store');
};

function refuseBody(): never {
  throw new CountersignError('payload_too_large', `The body is larger than ${MAX_BODY_BYTES} bytes.`, { details: { maxBytes: MAX_BODY_BYTES } });
}

/** Lets in who is signed in and works in a shop, with the role they have now. */
function requireMember(auth: Auth, pool: pg.Pool): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const identity = await findIdentity(auth, pool, c.req.raw.headers);
    if (!identity) throw new CountersignError('unauthenticated', 'Sign in first.');
    const member = await findMembership(pool, identity);
    if (!member) throw new CountersignError('permission_denied', 'You do not work in this shop any more. Ask its owner.');
    c.set('member', member);
    await next();
  };
}
