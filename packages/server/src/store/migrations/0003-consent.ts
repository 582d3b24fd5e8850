/**
 * What consent needs: the tenant's policies in versions, their counters, grants, alerts, and on every request what was shown
 * when it was asked.
 */
export const consent = /* sql */ `
/* what the call would have touched, as policies saw it: a new rule is tried against it */
alter table countersign.invocations add column impact jsonb;
create index invocations_recent on countersign.invocations (tenant_id, created_at);

alter table countersign.approval_items
  add column contract_version integer not null default 0,
  /* the policies that asked, and who may decide beside those with the permission */
  add column asking jsonb not null default '[]',
  add column approvers jsonb not null default '{"roles": [], "excludesRequester": false}',
  /* what a yes beyond this call would cover; null: it cannot be given */
  add column grant_conditions jsonb,
  add column grant_scopes jsonb not null default '[]',
  add column scope text;
create index approval_requests_recent on countersign.approval_requests (tenant_id, created_at);

create table countersign.policies (
  tenant_id text not null,
  version integer not null,
  rules jsonb not null,
  saved_by text not null,
  saved_at timestamptz not null default now(),
  primary key (tenant_id, version)
);

create table countersign.policy_counters (
  tenant_id text not null,
  counter text not null,
  /* amounts by slot, a sixtieth of the rule's window each */
  slots jsonb not null,
  primary key (tenant_id, counter)
) with (fillfactor = 50);

create table countersign.grants (
  tenant_id text not null,
  id uuid not null,
  scope text not null,
  run_id uuid not null,
  item_id uuid not null,
  tool text not null,
  contract_version integer not null,
  conditions jsonb not null,
  permission text not null,
  approvers jsonb not null,
  given_by text not null,
  given_at timestamptz not null default now(),
  reason text,
  uses integer not null default 0,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by text,
  revoke_reason text,
  primary key (tenant_id, id)
) with (fillfactor = 80);
create index grants_of_tool on countersign.grants (tenant_id, tool) where revoked_at is null;

create table countersign.alerts (
  tenant_id text not null,
  kind text not null,
  /* one alert of a kind an hour */
  hour timestamptz not null,
  at timestamptz not null default now(),
  subject text not null,
  data jsonb not null,
  primary key (tenant_id, kind, hour)
);

do $$
declare t text;
begin
  foreach t in array array['policies','policy_counters','grants','alerts'] loop
    execute format('alter table countersign.%I enable row level security', t);
    execute format('alter table countersign.%I force row level security', t);
    execute format($p$create policy tenant on countersign.%I to countersign_app
      using (tenant_id = nullif(current_setting('countersign.tenant', true), ''))
      with check (tenant_id = nullif(current_setting('countersign.tenant', true), ''))$p$, t);
  end loop;
end $$;
grant select, insert on countersign.policies, countersign.alerts to countersign_app;
grant select, insert, update on countersign.policy_counters, countersign.grants to countersign_app;

/* Raised inside a step's transaction, so that a commit already on its way becomes a rollback and the call is judged anew. */
create function countersign.consent_lost() returns integer language plpgsql as $$
begin raise exception 'what this call was allowed by does not hold any more' using errcode = 'CS002'; end $$;
`;
