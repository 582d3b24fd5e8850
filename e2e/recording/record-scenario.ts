import { createNormaliser, listKinds } from './normalise.ts';
import { openShop } from './open-shop.ts';
import { Play } from './play.ts';
import { print } from './print.ts';
import type { HostRows } from './read-host-rows.ts';
import type { RuntimeRows } from './read-rows.ts';
import type { Scenario } from './scenario.ts';

/** What people may look at when all is over, as the owner sees it. Lists without an entry are left out. */
const cards = ['/agent/approvals?status=all&limit=100', '/agent/grants?status=all', '/agent/alerts?status=all', '/agent/switches'];

/** Plays a scenario in a shop of its own and returns the text of its recording. */
export async function recordScenario(name: string, { shop: options = {}, acts }: Scenario, offsetMs: number): Promise<string> {
  const shop = await openShop(options, offsetMs);
  try {
    const play = new Play(shop);
    for (const act of acts) await act(play);
    const seen: Record<string, unknown> = {};
    for (const path of cards) {
      const { body } = await play.ask('owner', 'GET', path);
      if ((Object.values(body)[0] as unknown[]).length > 0) seen[path] = body;
    }
    const { rows, host, hostRows } = await shop.readAll();
    const normalise = createNormaliser(toKinds(rows, hostRows));
    const kept = Object.fromEntries(Object.entries(rows).filter(([, list]) => list.length > 0));
    // In the order in which people would read it; within, keys are in their own order.
    const parts = [
      ['scenario', name],
      ['acts', play.recorded.map(({ act, answer, run, log }) => inOrder({ act: normalise(act), answer: normalise(answer), run, log: normalise(log) }))],
      ['cards', normalise(seen)],
      ['rows', Object.fromEntries(Object.entries(kept).map(([key, list]) => [key, normalise(list)]))],
      ['host', normalise(host)],
    ] as const;
    return `${print(Object.fromEntries(parts))}\n`;
  } finally {
    await shop.close();
  }
}

const inOrder = (parts: object) => Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));

function toKinds({ sessions, runs, approvals, grants, alerts }: RuntimeRows, hostRows: HostRows): Map<string, string> {
  const items = approvals.flatMap((request) => ('items' in request ? (request.items as object[]) : []));
  const host = [...hostRows].map(([table, rows]) => [table.replace(/ies$/, 'y').replace(/s$/, ''), [...rows.values()]] as const);
  return listKinds({ ...Object.fromEntries(host), session: sessions, run: runs, request: approvals, item: items, grant: grants, alert: alerts });
}
