import { type Countersign, type CountersignOptions, createCountersign, createModelGateway, createPriceList, type ModelEnvironment } from '@countersign/server';
import type { Handler, Hono } from 'hono';
import type { Demo } from '../shared/demo.ts';
import { createAuth } from './auth/create-auth.ts';
import { findIdentity } from './auth/find-identity.ts';
import { findMembership } from './auth/find-membership.ts';
import { createCopilot } from './copilot/agent.ts';
import { createCan } from './copilot/create-can.ts';
import { createOverdueSchedule } from './copilot/playbooks/overdue-schedule.ts';
import { createApp } from './create-app.ts';
import type { Connections } from './db/open-database.ts';
import type { AppEnv } from './http/app-env.ts';
import type { Log } from './log.ts';
import { createOutboxProvider } from './messages/outbox-provider.ts';
import type { TextProvider } from './messages/text-provider.ts';

export interface CrmOptions {
  connections: Connections;
  baseUrl: string;
  secret: string;
  log: Log;
  demo: Demo;
  web?: Handler;
  /** Who brings texts to phones. @default the outbox, which keeps and shows them */
  textProvider?: TextProvider;
  /** Shared with the gateway that hands over what clients write. @default nobody can hand over anything */
  inboundSecret?: string;
  /** The language models to ask. @default none: the copilot works by rules */
  models?: ModelEnvironment;
  /** Does the copilot begin by itself what is to be done every day? @default false */
  hasSchedules?: boolean;
  /** What else the runtime is told, such as a scripted proposer or fault points in tests. */
  countersign?: Partial<Pick<CountersignOptions, 'proposer' | 'worker' | 'limits' | 'clock' | 'faults'>>;
}

/** The CRM of one process: its HTTP side and its agent. Nothing runs until `countersign.worker.start()`. */
export interface Crm {
  app: Hono<AppEnv>;
  countersign: Countersign;
}

/** Puts the product together: one sign-in, one set of services, and the agent on top of both. */
export function createCrm(options: CrmOptions): Crm {
  const { connections, baseUrl, secret, log, demo } = options;
  const { database, outside, authPool } = connections;
  const auth = createAuth({ pool: authPool, baseUrl, secret, log });
  const desk = { provider: options.textProvider ?? createOutboxProvider(outside), outside };
  const countersign = createCountersign({
    database,
    agents: [createCopilot(desk)],
    basePath: '/agent',
    authenticate: (request) => findIdentity(auth, authPool, request.headers),
    resolvePrincipal: async (identity) => {
      const member = await findMembership(authPool, identity);
      return member && { ...member.actor, isCopilot: true };
    },
    can: createCan(database),
    allowedOrigins: [baseUrl],
    logger: log,
    schedules: options.hasSchedules ? [createOverdueSchedule(authPool)] : [],
    ...(options.models && { models: createModels(options.models, log) }),
    ...options.countersign,
  });
  const { web, inboundSecret } = options;
  const hasModel = options.models !== undefined;
  const parts = { auth, authPool, database, countersign, baseUrl, desk, demo, log, hasModel };
  const app = createApp({ ...parts, ...(inboundSecret && { inboundSecret }), ...(web && { web }) });
  return { app, countersign };
}

function createModels({ tiers, unknownRate }: ModelEnvironment, log: Log) {
  return createModelGateway({ tiers, prices: createPriceList(unknownRate), onFailure: (failure) => log.warn(failure, 'a model call failed') });
}
