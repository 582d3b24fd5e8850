/**
 * Kill switches, each change a row: what is off is what its latest row says. Rows without a tenant are the operator's, for
 * everybody; the app reads them through a named function and writes none.
 */
export const switches = /* sql */ `
create table countersign.switches (
  tenant_id text not null,
  seq bigint generated always as identity,
  kind text not null,
  name text not null,
  is_off boolean not null,
  set_by text not null,
  set_at timestamptz not null default now(),
  reason text not null,
  primary key (tenant_id, seq)
);
alter table countersign.switches enable row level security;
alter table countersign.switches force row level security;
create policy tenant on countersign.switches to countersign_app
  using (tenant_id = nullif(current_setting('countersign.tenant', true), ''))
  with check (tenant_id = nullif(current_setting('countersign.tenant', true), ''));
create policy operator_switches on countersign.switches to countersign_operator using (true) with check (true);
grant select, insert on countersign.switches to countersign_app, countersign_operator;

/* when a human sent the run back to work after it had paused */
alter table countersign.runs add column resumed_at timestamptz;

create function countersign.unsafe_list_switches_of_all() returns setof countersign.switches
language sql stable security definer set search_path = '' as $$
  select * from countersign.switches s where s.tenant_id = ''
$$;
create function countersign.unsafe_set_switch(p_tenant text, p_kind text, p_name text, p_is_off boolean, p_by text, p_reason text) returns void
language sql security definer set search_path = '' as $$
  insert into countersign.switches (tenant_id, kind, name, is_off, set_by, reason) values (p_tenant, p_kind, p_name, p_is_off, p_by, p_reason)
$$;
revoke all on function countersign.unsafe_list_switches_of_all, countersign.unsafe_set_switch from public;
grant execute on function countersign.unsafe_list_switches_of_all, countersign.unsafe_set_switch to countersign_app;
grant create on schema countersign to countersign_operator;
alter function countersign.unsafe_list_switches_of_all owner to countersign_operator;
alter function countersign.unsafe_set_switch owner to countersign_operator;
revoke create on schema countersign from countersign_operator;
`;
