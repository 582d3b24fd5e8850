import { CountersignError } from '@countersign/core';
import { type ModelEnvironment, parseModelEnvironment } from '@countersign/server';
import { z } from 'zod';

const url = (protocols: readonly string[], example: string) =>
  z.string().refine((text) => protocols.includes(URL.parse(text)?.protocol ?? ''), `must look like ${example}`);
const postgres = url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/database');

const Variables = z
  .object({
    PORT: z.coerce.number('must be a number').int('must be a whole number').min(0, 'must be 0 to 65535').max(65_535, 'must be 0 to 65535').default(3000),
    HOST: z.string().default('127.0.0.1'),
    BASE_URL: url(['http:', 'https:'], 'https://crm.example.com').optional(),
    DATABASE_URL: postgres.optional(),
    DATABASE_APP_URL: postgres.optional(),
    DATA_DIR: z.string().default('.data'),
    BETTER_AUTH_SECRET: z.string().min(32, 'must be at least 32 characters of chance, such as `openssl rand -base64 32` prints').optional(),
    INBOUND_SECRET: z.string().min(32, 'must be at least 32 characters of chance, such as `openssl rand -base64 32` prints').optional(),
    SEED_DEMO: z.enum(['0', '1'], 'must be 0 or 1').optional(),
    SCHEDULES: z.enum(['0', '1'], 'must be 0 or 1').default('1'),
    LOG_LEVEL: z.enum(['info', 'warn', 'error'], 'must be info, warn or error').default('warn'),
  })
  .refine((all) => !all.DATABASE_APP_URL || all.DATABASE_URL, { path: ['DATABASE_APP_URL'], message: 'needs DATABASE_URL beside it, the one for migrations' });

/** What the process is told from outside. */
export interface Environment {
  /** 0: any free one. @default 3000 */
  port: number;
  /** @default 127.0.0.1, since the demo's passwords are public */
  host: string;
  /** Where people reach the app. @default http://localhost and the port */
  baseUrl: string | undefined;
  /** @default the embedded PostgreSQL, its data in `dataDirectory` */
  databaseUrl: string | undefined;
  /** The least-privileged role, where an administrator made it. */
  databaseAppUrl: string | undefined;
  /** Relative to the repository. @default .data */
  dataDirectory: string;
  /** @default made once and kept in `dataDirectory` */
  authSecret: string | undefined;
  /** Shared with the gateway that hands over what clients write. @default nobody can hand over anything */
  inboundSecret: string | undefined;
  /** Fill in the two demo shops? @default only in the embedded database */
  isDemo: boolean;
  /** Does the copilot begin by itself what is to be done every day? @default true */
  hasSchedules: boolean;
  logLevel: 'info' | 'warn' | 'error';
  /** Undefined: everything works by rules. */
  models: ModelEnvironment | undefined;
}

/** @throws {CountersignError} `invalid_options`: one sentence that names the variable; never with its value, which may be secret */
export function parseEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = Variables.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new CountersignError('invalid_options', `The environment variable ${issue?.path.join('.')} ${issue?.message}.`);
  }
  const all = parsed.data;
  return {
    port: all.PORT,
    host: all.HOST,
    baseUrl: all.BASE_URL && new URL(all.BASE_URL).origin,
    databaseUrl: all.DATABASE_URL,
    databaseAppUrl: all.DATABASE_APP_URL,
    dataDirectory: all.DATA_DIR,
    authSecret: all.BETTER_AUTH_SECRET,
    inboundSecret: all.INBOUND_SECRET,
    isDemo: all.SEED_DEMO === undefined ? all.DATABASE_URL === undefined : all.SEED_DEMO === '1',
    hasSchedules: all.SCHEDULES === '1',
    logLevel: all.LOG_LEVEL,
    models: parseModelEnvironment(variables),
  };
}
