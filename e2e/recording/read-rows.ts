import type pg from 'pg';

/**
 * The rows of the runtime in the words of the design. This is the one file that knows the tables of the schema `countersign`:
 * when they change, it changes, and the recordings do not. Of a
 * proposal, what is shown is in the log already, and its calls are here as what became of them.
 */
export interface RuntimeRows {
  sessions: object[];
  runs: object[];
  approvals: object[];
  grants: object[];
  policies: object[];
  switches: object[];
  alerts: object[];
  audit: object[];
}

const queries: Readonly<Record<keyof RuntimeRows, string>> = {
  sessions: /* sql */ `
    select tenant_id as tenant, id, agent, user_id as "user", last_seq::int as last from countersign.sessions order by created_at, id`,
  runs: /* sql */ `
    select r.tenant_id as tenant, r.id, r.session_id as session, r.agent, r.user_id as "user", r.cause, r.status, r.reason,
           r.step_count as "stepCount", r.cost_micros::int as "costMicros", r.reserved_micros::int as "reservedMicros",
           r.finished_at is not null as "isFinished",
           (select coalesce(jsonb_agg(jsonb_build_object(
              'proposer', s.proposer, 'proposal', s.proposal - 'show' - 'calls', 'costMicros', s.cost_micros, 'askedModel', s.model_call is not null,
              'cut', s.model_call->'cut',
              'calls', (select coalesce(jsonb_agg(jsonb_build_object(
                 'tool', c.tool, 'contractVersion', c.contract_version, 'status', c.status, 'input', c.input, 'output', c.output, 'error', c.error,
                 'isReplayed', c.is_replayed, 'allowedBy', c.allowed_by, 'impact', c.impact, 'generation', c.generation,
                 'hasIntentKey', c.intent_key is not null, 'hasStarted', c.started_at is not null, 'hasFinished', c.finished_at is not null)
                 order by c.call_index), '[]') from countersign.invocations c
               where c.tenant_id = s.tenant_id and c.run_id = s.run_id and c.step_index = s.step_index))
              order by s.step_index), '[]')
            from countersign.steps s where s.tenant_id = r.tenant_id and s.run_id = r.id) as steps
      from countersign.runs r order by r.created_at, r.id`,
  approvals: /* sql */ `
    select q.tenant_id as tenant, q.id, q.run_id as run, q.step_index as step, q.kind, q.requested_by as "requestedBy", q.expires_at as "expiresAt",
           q.is_open as "isOpen",
           (select jsonb_agg(jsonb_build_object(
              'id', i.id, 'call', i.call_index, 'tool', i.tool, 'contractVersion', i.contract_version, 'title', i.title, 'risk', i.risk, 'input', i.input,
              'preview', i.preview, 'impact', i.impact, 'permission', i.permission, 'asking', i.asking, 'approvers', i.approvers, 'origins', i.origins,
              'grantConditions', i.grant_conditions, 'grantScopes', i.grant_scopes, 'status', i.status, 'scope', i.scope, 'decidedBy', i.decided_by,
              'reason', i.reason, 'isConsumed', i.consumed_at is not null) order by i.call_index, i.id)
            from countersign.approval_items i where i.tenant_id = q.tenant_id and i.request_id = q.id) as items
      from countersign.approval_requests q order by q.created_at, q.step_index, q.id`,
  grants: /* sql */ `
    select tenant_id as tenant, id, scope, run_id as run, item_id as item, tool, contract_version as "contractVersion", conditions, permission, approvers,
           given_by as "givenBy", reason, uses, revoked_by as "revokedBy", revoke_reason as "revokeReason", last_used_at is not null as "isUsed"
      from countersign.grants order by given_at, id`,
  policies: /* sql */ `select tenant_id as tenant, version, rules, saved_by as "savedBy" from countersign.policies order by tenant_id, version`,
  switches: /* sql */ `
    select tenant_id as tenant, kind, name, is_off as "isOff", set_by as "setBy", set_by_name as "setByName", reason from countersign.switches order by seq`,
  alerts: /* sql */ `
    select tenant_id as tenant, id, kind, subject, data, acknowledged_by as "acknowledgedBy" from countersign.alerts order by at, kind`,
  audit: /* sql */ `select tenant_id as tenant, actor, action, subject, data from countersign.audit order by id`,
};

export async function readRows(client: pg.Client): Promise<RuntimeRows> {
  const rows = {} as RuntimeRows;
  // One connection answers one question after another.
  for (const [name, text] of Object.entries(queries)) rows[name as keyof RuntimeRows] = (await client.query<object>(text)).rows;
  return rows;
}

/** The week in which an approval may be given is over. */
export async function letApprovalsExpire(client: pg.Client): Promise<void> {
  await client.query(`update countersign.approval_requests set expires_at = now() - interval '1 second' where is_open`);
}
