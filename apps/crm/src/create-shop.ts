import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { CountersignError } from '@countersign/core';
import { CreateShop, createShop } from './server/auth/create-shop.ts';
import { parseEnvironment } from './server/boot/parse-environment.ts';
import { describeFailure } from './server/boot/start-crm.ts';
import { openConnections, prepareCrm } from './server/db/open-database.ts';
import { createLog } from './server/log.ts';

const USAGE = `Usage: DATABASE_URL=… npm run create-shop -- --name "Shine & Co" --owner-name "Ann Lee" --owner-email ann@example.com [--time-zone Europe/Berlin] [--currency EUR]
The owner's password is taken from OWNER_PASSWORD, or made up and printed.`;

/** `npm run create-shop`: the first shop, and its owner, of a database that has no demo data. */
async function main(): Promise<void> {
  const { input, isPasswordOurs } = readInput();
  const { databaseUrl, databaseAppUrl } = parseEnvironment(process.env);
  if (!databaseUrl) throw new CountersignError('invalid_options', 'DATABASE_URL is needed: the embedded database has its demo shops already.');
  const { appUrl } = await prepareCrm({ url: databaseUrl, ...(databaseAppUrl && { appUrl: databaseAppUrl }) });
  const connections = openConnections(
    appUrl,
    createLog((line) => process.stderr.write(line)),
  );
  try {
    await createShop(connections.authPool, input);
  } finally {
    await connections.close();
  }
  process.stdout.write(`${input.name} is there. ${input.ownerName} signs in as ${input.ownerEmail}`);
  process.stdout.write(isPasswordOurs ? ` with the password ${input.ownerPassword}\n` : '.\n');
}

function readInput(): { input: CreateShop; isPasswordOurs: boolean } {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { name: text, 'owner-name': text, 'owner-email': text, 'time-zone': text, currency: text } });
  const given = process.env.OWNER_PASSWORD;
  const parsed = CreateShop.safeParse({
    name: values.name,
    ownerName: values['owner-name'],
    ownerEmail: values['owner-email'],
    timeZone: values['time-zone'] ?? 'America/New_York',
    currency: values.currency,
    ownerPassword: given ?? randomBytes(12).toString('base64url'),
  });
  if (parsed.success) return { input: parsed.data, isPasswordOurs: given === undefined };
  const [issue] = parsed.error.issues;
  throw new CountersignError('invalid_options', `${issue?.path.join('.')}: ${issue?.message}.\n${USAGE}`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof TypeError ? `${error.message}\n${USAGE}` : describeFailure(error)}\n`);
  process.exitCode = 1;
}
