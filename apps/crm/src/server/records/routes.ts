import type { HostDatabase } from '@countersign/server';
import { Hono } from 'hono';
import { NameRecords } from '../../shared/record-names.ts';
import type { AppEnv } from '../http/app-env.ts';
import { readQuery } from '../http/read-input.ts';
import { nameRecords } from './name-records.ts';

export function createRecordRoutes(database: HostDatabase): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/names', async (c) => {
    const { actor } = c.get('member');
    const query = readQuery(c.req, NameRecords);
    return c.json(await database.transaction(actor, (tx) => nameRecords(tx, actor, query)));
  });
}
