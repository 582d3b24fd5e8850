/** Alerts that people look at: an id to name each by, and who has seen it. What runs need to go on when a switch is lifted. */
export const alerts = /* sql */ `
alter table countersign.alerts
  add column id uuid not null default gen_random_uuid(),
  add column acknowledged_at timestamptz,
  add column acknowledged_by text;
/* One of a kind an hour, until somebody has seen it: what happens after that is news. */
alter table countersign.alerts drop constraint alerts_pkey, add primary key (tenant_id, id);
create unique index alerts_unseen on countersign.alerts (tenant_id, kind, hour) where acknowledged_at is null;
create index alerts_recent on countersign.alerts (tenant_id, at desc, id desc);
grant update (acknowledged_at, acknowledged_by) on countersign.alerts to countersign_app;

/* who it was, in words, for whoever it stops */
alter table countersign.switches add column set_by_name text;

create index runs_switched_off on countersign.runs (tenant_id, agent) where status = 'paused' and reason = 'switched_off';
create function countersign.unsafe_list_switched_on(p_limit integer) returns table (tenant_id text)
language sql stable security definer set search_path = '' as $$
  with off as materialized (
    select l.* from (
      select distinct on (s.tenant_id, s.kind, s.name) s.* from countersign.switches s
      order by s.tenant_id, s.kind, s.name, s.seq desc) l where l.is_off)
  select distinct r.tenant_id from countersign.runs r
   where r.status = 'paused' and r.reason = 'switched_off'
     and not exists (select from off where off.kind = 'everything')
     and not exists (select from off where off.tenant_id = r.tenant_id and (off.kind = 'tenant' or (off.kind = 'agent' and off.name = r.agent)))
   limit p_limit
$$;
revoke all on function countersign.unsafe_list_switched_on from public;
grant execute on function countersign.unsafe_list_switched_on to countersign_app;
grant create on schema countersign to countersign_operator;
alter function countersign.unsafe_list_switched_on owner to countersign_operator;
revoke create on schema countersign from countersign_operator;
`;
