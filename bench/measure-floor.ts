import pg from 'pg';
import { type CapturedStep, captureStep, type Statement, toReplay } from './capture-step.ts';
import type { BenchHost, Mode } from './host.ts';

/**
 * The floor: the statements of a real step, listened to and sent again in a tight loop with nothing around them, on
 * pipelined prepared connections. What the runtime takes longer than this is the runtime.
 */
export async function measureFloor(host: BenchHost, load: { mode: Mode; steps: number; atOnce: number }): Promise<number> {
  const captured = await captureStep(host, load.mode);
  const lanes = await Promise.all(Array.from({ length: load.atOnce }, () => openLane(host)));
  const stepsPerLane = Math.ceil(load.steps / load.atOnce);
  const replays = lanes.map((lane) => Array.from({ length: stepsPerLane }, (_, index) => toReplay(captured, lane, index)));
  const startedAt = performance.now();
  await Promise.all(lanes.map((lane, index) => sendAll(lane.client, replays[index] ?? [])));
  const seconds = (performance.now() - startedAt) / 1_000;
  await checkLanes(host, lanes, stepsPerLane, captured);
  await Promise.all(lanes.map((lane) => lane.client.end()));
  return (stepsPerLane * load.atOnce) / seconds;
}

interface Lane {
  client: pg.Client;
  runId: string;
  sessionId: string;
  epoch: number;
}

/** A run in hand: claimed by nobody else, so that the fence of the replayed statements holds. */
async function openLane(host: BenchHost): Promise<Lane> {
  const { runId, sessionId } = await host.countersign.api.startRun(host.principal(0), { agent: 'fused', task: 'A lane of the floor.' });
  await host.admin.query("update countersign.runs set status = 'running', epoch = 1 where id = $1", [runId]);
  const config: pg.ClientConfig & { pipeline: boolean } = { connectionString: host.appUrl, pipeline: true };
  const client = new pg.Client(config);
  await client.connect();
  return { client, runId, sessionId, epoch: 1 };
}

/** Like the runtime, a transaction waits for its effect's answer before it sends its record and its commit. */
async function sendAll(client: pg.Client, steps: readonly Statement[][]): Promise<void> {
  for (const statements of steps) {
    let flight: Promise<unknown>[] = [];
    for (const statement of statements) {
      flight.push(client.query(statement));
      if (statement.name === 'insert_note' || statement.text === 'commit') {
        await Promise.all(flight);
        flight = [];
      }
    }
  }
}

async function checkLanes(host: BenchHost, lanes: readonly Lane[], stepsPerLane: number, captured: CapturedStep): Promise<void> {
  const { rows } = await host.admin.query<{ count: number }>(
    "select count(*)::int as count from countersign.invocations where run_id = any($1::uuid[]) and status = 'succeeded'",
    [lanes.map((lane) => lane.runId)],
  );
  const expected = lanes.length * stepsPerLane;
  if (rows[0]?.count !== expected)
    throw new Error(
      `The floor wrote ${rows[0]?.count} calls, not ${expected}; captured: ${captured.statements.map(({ text }) => text.slice(0, 30)).join(' | ')}`,
    );
}
