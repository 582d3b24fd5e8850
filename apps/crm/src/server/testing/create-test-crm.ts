import { migrate } from '@countersign/server';
import { createTestDatabase, ensureTemplate, scriptedProposer, type TestCluster, type TestDatabase } from '@countersign/server/testing';
import { type Crm, type CrmOptions, createCrm } from '../create-crm.ts';
import { crmMigrations } from '../db/migrations/crm-migrations.ts';
import { openConnections } from '../db/open-database.ts';
import { createLog } from '../log.ts';
import { DEMO_PASSWORD, toDemo } from '../seed/demo-shops.ts';
import { seedDemo } from '../seed/seed-demo.ts';

export interface TestCrm extends Crm {
  database: TestDatabase;
  connections: CrmOptions['connections'];
  /** What was logged; a test that expects no defect expects none here. */
  logged: string[];
  /** Signs in and returns a function that asks the app as that person. */
  signIn(email: string): Promise<Ask>;
  close(): Promise<void>;
}

/** Asks the app without a socket, and reads the answer as JSON. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape, and say what they expect there
export type Ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<{ status: number; body: any; headers: Headers }>;

/** For tests of everything but the agent's understanding: it says nothing, and costs no training of the classifier. */
export const withoutLanguage = { proposer: () => scriptedProposer(() => ({})) };

/** The seeded database that a test's own is cloned from. */
export interface CrmTemplate {
  name: string;
  /** The demo's now. */
  seededAt: Date;
  /** Called with the template once its tables are there and before it has rows. */
  prepare?(urls: TestCluster): Promise<void>;
  /** Called when the template has its rows: whoever signs in here is signed in to every clone. `signIn` returns the cookie. */
  finish?(signIn: (email: string) => Promise<string>): Promise<void>;
  /** Called with every clone before anything of the CRM connects to it. */
  open?(database: TestDatabase): Promise<void>;
}

/**
 * The whole CRM on a database of its own with the demo shops in it, cloned in milliseconds. Everything is what production
 * runs, but for the socket.
 */
export async function createTestCrm(
  options: Partial<Pick<CrmOptions, 'textProvider' | 'inboundSecret' | 'models' | 'hasSchedules' | 'countersign' | 'baseUrl' | 'web'>> & {
    template?: CrmTemplate;
  } = {},
): Promise<TestCrm> {
  const { template = { name: 'crm', seededAt: new Date() }, ...rest } = options;
  const logged: string[] = [];
  const log = createLog((line) => logged.push(line));
  const given = { baseUrl: 'http://localhost', secret: 'a secret of tests, long enough for all', log, demo: toDemo(true) };
  await ensureTemplate(template.name, async (urls) => {
    await migrate({ url: urls.ownerUrl, namespace: 'crm', migrations: crmMigrations });
    await template.prepare?.(urls);
    const seeding = openConnections(urls.appUrl, log);
    await seedDemo(seeding.authPool, seeding.database, template.seededAt);
    if (template.finish) {
      const seeded = createCrm({ ...given, connections: seeding, countersign: withoutLanguage });
      await template.finish((email) => signIn(seeded, email));
    }
    await seeding.close();
  });
  const database = await createTestDatabase({ template: template.name });
  await template.open?.(database);
  const connections = openConnections(database.appUrl, log);
  const crm = createCrm({ ...given, connections, ...rest });
  return {
    ...crm,
    database,
    connections,
    logged,
    signIn: async (email) => createAsk(crm, await signIn(crm, email)),
    close: async () => {
      await crm.countersign.worker.stop();
      await connections.close();
      await database.close();
    },
  };
}

export function createAsk({ app }: Pick<Crm, 'app'>, cookie?: string): Ask {
  return async (method, path, body, headers = {}) => {
    const init: RequestInit = { method, headers: { ...(cookie && { cookie }), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers } };
    if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await app.request(path, init);
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers };
  };
}

async function signIn({ app }: Crm, email: string): Promise<string> {
  const response = await app.request('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: DEMO_PASSWORD }),
  });
  if (response.status !== 200) throw new Error(`${email} could not sign in: ${response.status} ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}
