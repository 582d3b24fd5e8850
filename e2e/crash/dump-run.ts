import type pg from 'pg';

/* Everything that is on record about a run, oldest first. A lease's end moves with every heartbeat and says nothing. */
const tables: Record<string, string> = {
  run: 'select * from countersign.runs where id = $1::uuid',
  lease: 'select worker_id, epoch from countersign.leases where run_id = $1::uuid',
  steps: 'select * from countersign.steps where run_id = $1::uuid order by step_index',
  invocations: 'select * from countersign.invocations where run_id = $1::uuid order by step_index, call_index',
  events: 'select e.* from countersign.events e join countersign.runs r on r.session_id = e.session_id where r.id = $1::uuid order by e.seq',
  requests: 'select * from countersign.approval_requests where run_id = $1::uuid order by created_at, id',
  items: 'select * from countersign.approval_items where run_id = $1::uuid order by id',
  audit: "select * from countersign.audit where starts_with(subject, $1) or data->>'call' like $1 || '/%' order by id",
};

/** All rows of a run, table by table, to be compared with a later dump. */
export async function dumpRun(superuser: pg.Client, runId: string): Promise<Record<string, unknown[]>> {
  const dump: Record<string, unknown[]> = {};
  for (const [name, statement] of Object.entries(tables)) dump[name] = (await superuser.query(statement, [runId])).rows;
  return dump;
}
