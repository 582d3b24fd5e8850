import type { Recovery } from '@countersign/core';
import { type Ask, createAsk, createOutboxProvider, createTestCrm, type TestCrm, type TextProvider } from '@countersign/crm/testing';
import {
  type CountersignOptions,
  createModelGateway,
  createModelProposer,
  createPriceList,
  createRulesProposer,
  type FaultPoint,
  type ModelEnvironment,
  parseModelEnvironment,
  type RulesProposer,
} from '@countersign/server';
import { createFakeProvider, type FakeProvider, scriptedProposer } from '@countersign/server/testing';
import pg from 'pg';
import { keepCookies, lookAtShiftedClock, readCookies, START, shiftDatabase } from './clock.ts';
import { diffHostRows, type HostBefore, readHostRows, readXid } from './read-host-rows.ts';
import { type RuntimeRows, readRows } from './read-rows.ts';

export interface ShopOptions {
  /**
   * `rules`: those of the copilot, and the model for the rest. `calls`: whatever is said is the JSON of the steps to propose.
   * `own`: the copilot puts its proposer together itself, which takes it two seconds. @default 'rules'
   */
  proposer?: 'rules' | 'calls' | 'own';
  /** What a faked provider of models answers, in order. Left out: there is no model. */
  model?: Parameters<FakeProvider['answer']>;
  /** What can be found out about a message that left no answer. @default by key, as the outbox */
  recovery?: Recovery;
  /** A worker will be gone: others may have its runs after five seconds, not ten. */
  isStruck?: boolean;
  /** Does the morning's work begin by itself? */
  hasSchedules?: boolean;
}

/** What happens to messages on their way out, and to the worker. */
export interface Weather {
  /** The gateway breaks off before it has taken the next message, or after. */
  gateway: 'fine' | 'breaks before' | 'breaks after';
  /** The gateway can be asked what became of a message. */
  canFind: boolean;
  /** The next call that comes here loses its worker. */
  strikeAt: FaultPoint | undefined;
  /** What the gateway waits for before it takes a message. */
  gate: Promise<void> | undefined;
  /** Messages that the gateway holds back. */
  waiting: number;
}

/** Who acts: three people of the shop in the north, and the owner of the one in the south. */
export type Who = keyof typeof emails;
const emails = { owner: 'owner@north.test', manager: 'manager@north.test', tech: 'tech@north.test', south: 'owner@south.test' } as const;

export interface Shop {
  /** Asks as somebody who is signed in. */
  as(who: Who): Ask;
  crm: TestCrm;
  weather: Weather;
  model: FakeProvider | undefined;
  /** The database as the one sees it whom no policy keeps from any tenant's rows. */
  sql: pg.Client;
  /** The rows as they are now; those of the shop are what has changed since it was opened. */
  readAll(): Promise<{ rows: RuntimeRows; host: Awaited<ReturnType<typeof diffHostRows>>; before: HostBefore }>;
  stopWorker(): Promise<void>;
  startWorker(): Promise<void>;
  close(): Promise<void>;
}

const fromText = scriptedProposer(({ cause, stepIndex }) => {
  const words = cause.kind === 'task' ? cause.task : cause.text;
  const steps = JSON.parse(words) as { tool: string; input: object }[][];
  return { calls: steps[stepIndex] ?? [], isFinal: stepIndex >= steps.length - 1 };
});

/** The whole CRM on a database of its own, both on a clock that begins at START. */
export async function openShop(options: ShopOptions, offsetMs: number): Promise<Shop> {
  const weather: Weather = { gateway: 'fine', canFind: true, strikeAt: undefined, gate: undefined, waiting: 0 };
  const model = options.model && (await createFakeProvider());
  if (model && options.model) model.answer(...options.model);
  const models = model && toModels(model);
  const outbox: TextProvider = createProvider(() => createOutboxProvider(crm.connections.outside), weather, options.recovery);
  const crm: TestCrm = await createTestCrm({
    template: {
      name: 'crm_recorded',
      seededAt: START,
      prepare: (urls) => shiftDatabase(urls, offsetMs),
      finish: async (signIn, urls) =>
        keepCookies(urls, Object.fromEntries(await Promise.all(Object.entries(emails).map(async ([who, email]) => [who, await signIn(email)])))),
      open: lookAtShiftedClock,
    },
    textProvider: outbox,
    hasSchedules: options.hasSchedules ?? false,
    ...(models && { models }),
    countersign: {
      ...chooseProposer(options.proposer, models),
      // Few at a time: each of them asks the queue again and again, and a hundred shops are a lot of questions.
      worker: { concurrency: 2, ...(options.isStruck && { leaseMs: 5_000, heartbeatMs: 1_000, sweepMs: 500 }) },
      faults: (point) => {
        if (point !== weather.strikeAt) return;
        weather.strikeAt = undefined;
        throw new Error('The worker is gone.');
      },
    },
  });
  const sql = new pg.Client({ connectionString: crm.database.superUrl });
  await sql.connect();
  // Whoever signed in to the template is signed in to every shop.
  cookies ??= readCookies(sql);
  seeded ??= readHostRows(sql);
  const [signedIn, before] = [await cookies, await seeded];
  const xid = await readXid(sql);
  await crm.countersign.worker.start();
  return {
    as: (who) => createAsk(crm, signedIn[who]),
    crm,
    weather,
    model,
    stopWorker: () => crm.countersign.worker.stop(),
    startWorker: () => crm.countersign.worker.start(),
    sql,
    readAll: async () => ({ rows: await readRows(sql), host: await diffHostRows(sql, before, xid), before }),
    close: async () => {
      await sql.end();
      await crm.close();
      await model?.close();
    },
  };
}

let cookies: Promise<Record<string, string>> | undefined;

/** What every shop begins with. */
let seeded: Promise<HostBefore> | undefined;

/** Trained once for all shops: the examples are the same. */
let rules: RulesProposer | undefined;

function chooseProposer(kind: ShopOptions['proposer'] = 'rules', models?: ModelEnvironment): Pick<CountersignOptions, 'proposer'> {
  if (kind === 'own') return {};
  if (kind === 'calls') return { proposer: () => fromText };
  return {
    proposer: (agent) => {
      rules ??= createRulesProposer({ agent, country: 'US' });
      return models ? createModelProposer({ gateway: createModelGateway({ tiers: models.tiers, prices: createPriceList() }), rules }) : rules;
    },
  };
}

function createProvider(outbox: () => TextProvider, weather: Weather, recovery?: Recovery): TextProvider {
  return {
    name: 'outbox in all weathers',
    recovery: recovery ?? { by: 'key', windowMs: 86_400_000 },
    find: async (sender, key) => {
      if (!weather.canFind) throw new Error('The gateway does not answer.');
      return (await outbox().find?.(sender, key)) ?? null;
    },
    async send(message) {
      const how = weather.gateway;
      weather.gateway = 'fine';
      weather.waiting += 1;
      await weather.gate;
      weather.waiting -= 1;
      if (how === 'breaks before') throw new Error('The gateway closed the connection.');
      const sent = await outbox().send(message);
      if (how === 'breaks after') throw new Error('The gateway closed the connection.');
      return sent;
    },
  };
}

function toModels({ url }: FakeProvider) {
  return parseModelEnvironment({
    COUNTERSIGN_MODEL_FAST: 'anthropic:claude-haiku-4-5',
    ANTHROPIC_API_KEY: 'faked-key-of-a-test',
    ANTHROPIC_BASE_URL: `${url}/v1`,
  });
}
