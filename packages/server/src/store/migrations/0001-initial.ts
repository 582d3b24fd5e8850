/**
 * The schema of the runtime. Every table has `tenant_id` first in its primary key and row-level security forced.
 * No foreign keys on the hot path: a step writes five rows, and each key check would cost a lookup and a lock on the
 * session row that all of them share. Rows are written together in one statement, which is what keeps them whole.
 */
export const initial = /* sql */ `
create table countersign.sessions (
  tenant_id text not null,
  id uuid not null,
  agent text not null,
  user_id text not null,
  last_seq bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
) with (fillfactor = 50);
/* The user first: with the tenant first, a planner without statistics takes this index for look-ups by id and reads the whole tenant. */
create index sessions_of_user on countersign.sessions (user_id, tenant_id, created_at desc);

create table countersign.events (
  tenant_id text not null,
  session_id uuid not null,
  seq bigint not null,
  at timestamptz not null default now(),
  body jsonb not null,
  primary key (tenant_id, session_id, seq)
);

create table countersign.messages (
  tenant_id text not null,
  session_id uuid not null,
  client_message_id text not null,
  run_id uuid not null,
  seq bigint not null,
  content_hash text not null,
  primary key (tenant_id, session_id, client_message_id)
);

create table countersign.runs (
  tenant_id text not null,
  id uuid not null,
  session_id uuid not null,
  agent text not null,
  user_id text not null,
  cause jsonb not null,
  bounds jsonb not null,
  status text not null default 'pending',
  reason text,
  epoch integer not null default 0,
  step_count integer not null default 0,
  cost_micros bigint not null default 0,
  unknown_tools integer not null default 0,
  failures integer not null default 0,
  /* claims since the last commit: a run that kills every worker must not be claimed for ever */
  barren_claims integer not null default 0,
  /* milliseconds at work before active_since: waiting for humans is not counted */
  worked_ms bigint not null default 0,
  active_since timestamptz default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, id)
) with (fillfactor = 50);
create index runs_of_user on countersign.runs (user_id, tenant_id, created_at desc, id desc);

create table countersign.run_keys (
  tenant_id text not null,
  user_id text not null,
  idempotency_key text not null,
  run_id uuid not null,
  session_id uuid not null,
  content_hash text not null,
  primary key (tenant_id, user_id, idempotency_key)
);

create table countersign.leases (
  tenant_id text not null,
  run_id uuid not null,
  worker_id uuid not null,
  epoch integer not null,
  expires_at timestamptz not null,
  primary key (tenant_id, run_id)
) with (fillfactor = 50);

create table countersign.steps (
  tenant_id text not null,
  run_id uuid not null,
  step_index integer not null,
  proposer text not null,
  proposal jsonb not null,
  cost_micros bigint not null default 0,
  at timestamptz not null default now(),
  primary key (tenant_id, run_id, step_index)
);

create table countersign.invocations (
  tenant_id text not null,
  run_id uuid not null,
  step_index integer not null,
  call_index integer not null,
  tool text not null,
  contract_version integer not null,
  status text not null,
  input jsonb,
  input_hash text,
  /* null: the call's key is run, step and index, which the primary key already guards */
  intent_key text,
  generation integer not null default 0,
  output jsonb,
  error jsonb,
  is_replayed boolean not null default false,
  allowed_by text,
  started_at timestamptz,
  deadline_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, run_id, step_index, call_index)
) with (fillfactor = 80);
create unique index invocations_intent on countersign.invocations (tenant_id, tool, intent_key, generation) where intent_key is not null and not is_replayed;
create index invocations_started on countersign.invocations (tenant_id, tool, started_at) where started_at is not null;

create table countersign.approval_requests (
  tenant_id text not null,
  id uuid not null,
  run_id uuid not null,
  session_id uuid not null,
  step_index integer not null,
  kind text not null,
  requested_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  is_open boolean not null default true,
  primary key (tenant_id, id)
);
create index approval_requests_open on countersign.approval_requests (tenant_id, created_at desc, id desc) where is_open;
create index approval_requests_of_run on countersign.approval_requests (tenant_id, run_id);

create table countersign.approval_items (
  tenant_id text not null,
  id uuid not null,
  request_id uuid not null,
  run_id uuid not null,
  step_index integer not null,
  call_index integer not null,
  tool text not null,
  call_hash text not null,
  title text not null,
  risk text not null,
  input jsonb not null,
  preview jsonb,
  impact jsonb,
  material_hash text,
  permission text not null,
  status text not null default 'pending',
  decided_by text,
  decided_at timestamptz,
  reason text,
  consumed_at timestamptz,
  primary key (tenant_id, id)
);
create index approval_items_of_request on countersign.approval_items (tenant_id, request_id);
create index approval_items_of_call on countersign.approval_items (tenant_id, run_id, step_index, call_index);

create table countersign.audit (
  tenant_id text not null,
  id bigint generated always as identity,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  subject text not null,
  data jsonb not null default '{}',
  primary key (tenant_id, id)
);

do $$
declare t text;
begin
  foreach t in array array['sessions','events','messages','runs','run_keys','leases','steps','invocations','approval_requests','approval_items','audit'] loop
    execute format('alter table countersign.%I enable row level security', t);
    execute format('alter table countersign.%I force row level security', t);
    execute format($p$create policy tenant on countersign.%I to countersign_app
      using (tenant_id = nullif(current_setting('countersign.tenant', true), ''))
      with check (tenant_id = nullif(current_setting('countersign.tenant', true), ''))$p$, t);
  end loop;
end $$;

grant usage on schema countersign to countersign_app, countersign_operator;
grant select, insert, update, delete on countersign.sessions, countersign.runs, countersign.leases, countersign.invocations, countersign.approval_requests, countersign.approval_items to countersign_app;
/* what is written once is never changed by the runtime */
grant select, insert on countersign.events, countersign.messages, countersign.run_keys, countersign.steps, countersign.audit to countersign_app;

/* The operator crosses tenants, through the functions below only. */
grant select on countersign.runs, countersign.approval_requests to countersign_operator;
grant select, update on countersign.leases to countersign_operator;
create policy operator_runs on countersign.runs for select to countersign_operator using (true);
create policy operator_requests on countersign.approval_requests for select to countersign_operator using (true);
create policy operator_leases on countersign.leases to countersign_operator using (true) with check (true);
create index leases_expiring on countersign.leases (expires_at);
create index leases_of_worker on countersign.leases (worker_id);
create index runs_pending on countersign.runs (updated_at) where status = 'pending';
create index approval_requests_expiring on countersign.approval_requests (expires_at) where is_open;

/* Runs nobody works on any more: their lease ran out, or they wait for a worker longer than p_pending_ms. */
create function countersign.unsafe_list_orphans(p_pending_ms integer, p_limit integer) returns table (tenant_id text, run_id uuid)
language sql stable security definer set search_path = '' as $$
  (select l.tenant_id, l.run_id from countersign.leases l
     join countersign.runs r on r.tenant_id = l.tenant_id and r.id = l.run_id
    where l.expires_at <= pg_catalog.now() and r.status = 'running' limit p_limit)
  union all
  (select r.tenant_id, r.id from countersign.runs r
    where r.status = 'pending' and r.updated_at < pg_catalog.now() - p_pending_ms * interval '1 millisecond' limit p_limit)
$$;
/* Only the leases of the named runs: one whose work has failed must run out, though its worker lives. */
create function countersign.unsafe_renew_leases(p_worker uuid, p_lease_ms integer, p_runs uuid[]) returns table (tenant_id text, run_id uuid, epoch integer)
language sql security definer set search_path = '' as $$
  update countersign.leases l set expires_at = pg_catalog.now() + p_lease_ms * interval '1 millisecond'
   where l.worker_id = p_worker and l.run_id = any(p_runs) returning l.tenant_id, l.run_id, l.epoch
$$;
/* Runs that have ended with a call in flight, whose time is over: cancelling left their lease. */
create function countersign.unsafe_list_abandoned(p_limit integer) returns table (tenant_id text, run_id uuid)
language sql stable security definer set search_path = '' as $$
  select l.tenant_id, l.run_id from countersign.leases l
    join countersign.runs r on r.tenant_id = l.tenant_id and r.id = l.run_id
   where l.expires_at <= pg_catalog.now() and r.finished_at is not null limit p_limit
$$;
create function countersign.unsafe_list_expired_requests(p_limit integer) returns table (tenant_id text, request_id uuid)
language sql stable security definer set search_path = '' as $$
  select q.tenant_id, q.id from countersign.approval_requests q
   where q.is_open and q.expires_at <= pg_catalog.now() order by q.expires_at limit p_limit
$$;
/* Raised inside a step's transaction when its fence is lost, so that a commit already on its way becomes a rollback. */
create function countersign.fence_lost() returns integer language plpgsql as $$
begin raise exception 'the fence of this run was lost' using errcode = 'CS001'; end $$;
revoke all on function countersign.unsafe_list_orphans, countersign.unsafe_list_abandoned, countersign.unsafe_renew_leases, countersign.unsafe_list_expired_requests from public;
grant execute on function countersign.unsafe_list_orphans, countersign.unsafe_list_abandoned, countersign.unsafe_renew_leases, countersign.unsafe_list_expired_requests to countersign_app;
grant create on schema countersign to countersign_operator;
alter function countersign.unsafe_list_orphans owner to countersign_operator;
alter function countersign.unsafe_list_abandoned owner to countersign_operator;
alter function countersign.unsafe_renew_leases owner to countersign_operator;
alter function countersign.unsafe_list_expired_requests owner to countersign_operator;
revoke create on schema countersign from countersign_operator;
`;
