import { parseArgs } from 'node:util';
import { CountersignError } from '@countersign/core';
import { AddShopAddress, addShopAddress } from './server/auth/add-shop-address.ts';
import { parseEnvironment } from './server/boot/parse-environment.ts';
import { describeFailure } from './server/boot/start-crm.ts';
import { openConnections, prepareCrm } from './server/db/open-database.ts';
import { createLog } from './server/log.ts';

const USAGE = 'Usage: DATABASE_URL=… npm run shop-address -- --shop <id or slug> --address "+1 516 555 0177"';

/** `npm run shop-address`: where clients write to a shop (docs/guides/inbound-messages.md). */
async function main(): Promise<void> {
  const input = readInput();
  const { databaseUrl, databaseAppUrl } = parseEnvironment(process.env);
  if (!databaseUrl) throw new CountersignError('invalid_options', 'DATABASE_URL is needed: the shops of the embedded database have their addresses already.');
  const { appUrl } = await prepareCrm({ url: databaseUrl, ...(databaseAppUrl && { appUrl: databaseAppUrl }) });
  const connections = openConnections(
    appUrl,
    createLog((line) => process.stderr.write(line)),
  );
  try {
    const { shopName } = await addShopAddress(connections.authPool, input);
    process.stdout.write(`What is written to ${input.address} goes to ${shopName}.\n`);
  } finally {
    await connections.close();
  }
}

function readInput(): AddShopAddress {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { shop: text, address: text } });
  const parsed = AddShopAddress.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CountersignError('invalid_options', `${issue?.path.join('.')}: ${issue?.message}.\n${USAGE}`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof TypeError ? `${error.message}\n${USAGE}` : describeFailure(error)}\n`);
  process.exitCode = 1;
}
