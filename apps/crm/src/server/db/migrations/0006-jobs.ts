/**
 * Bays and jobs. That no bay holds two cars at once is an exclusion constraint, so that no service, import or mistake gets
 * around it; it needs btree_gist, a trusted extension, for what is compared with `=` (docs/decisions/0016-no-two-jobs-in-a-bay.md).
 * A job references its car and its quote together with its client, so that it cannot name one person and what is another's.
 */
export const jobs = /* sql */ `
do $$
begin
  if not exists (select from pg_available_extensions where name = 'btree_gist') then
    raise exception 'The CRM needs the PostgreSQL extension btree_gist, which this server does not have. Install the package postgresql-contrib there and start again.';
  end if;
  create extension if not exists btree_gist with schema crm;
exception when insufficient_privilege then
  raise exception 'The CRM may not create the extension btree_gist in this database. Let an administrator run: create extension btree_gist;';
end $$;

alter table crm.counters drop constraint counters_name_check;
alter table crm.counters add constraint counters_name_check check (name in ('quote', 'job'));
alter table crm.quotes add constraint quotes_of_client unique (tenant_id, client_id, id);

create table crm.bays (
  tenant_id text not null,
  id uuid not null,
  name text not null check (name <> ''),
  /* the order in which they are offered */
  position smallint not null,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name_key text collate "C" not null generated always as (crm.fold(btrim(name))) stored,
  primary key (tenant_id, id),
  constraint bays_by_name unique (tenant_id, name_key)
);

create table crm.jobs (
  tenant_id text not null,
  id uuid not null,
  number integer not null,
  client_id uuid not null,
  vehicle_id uuid not null,
  quote_id uuid,
  bay_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  status text not null default 'scheduled' check (status in ('scheduled', 'in_progress', 'done', 'cancelled', 'no_show')),
  /* its quote's: basis points of the subtotal, or cents */
  discount_kind text check (discount_kind in ('percent', 'amount')),
  discount_value integer check (discount_value > 0),
  /* what the lines and the discount come to: kept for lists to sort by */
  total_cents integer not null check (total_cents >= 0),
  notes text,
  started_at timestamptz,
  closed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, number),
  check ((discount_kind is null) = (discount_value is null)),
  check ((status in ('done', 'cancelled', 'no_show')) = (closed_at is not null)),
  constraint jobs_duration check (ends_at between starts_at + interval '15 minutes' and starts_at + interval '72 hours'),
  foreign key (tenant_id, client_id) references crm.clients,
  foreign key (tenant_id, client_id, vehicle_id) references crm.vehicles (tenant_id, client_id, id),
  foreign key (tenant_id, client_id, quote_id) references crm.quotes (tenant_id, client_id, id),
  foreign key (tenant_id, bay_id) references crm.bays,
  /* times are half open: one job may start at the moment at which another ends */
  constraint jobs_without_overlap exclude using gist (tenant_id with =, bay_id with =, tstzrange(starts_at, ends_at) with &&)
    where (status in ('scheduled', 'in_progress', 'done'))
);
create index jobs_by_start on crm.jobs (tenant_id, starts_at);
create index jobs_by_client on crm.jobs (tenant_id, client_id);
create index jobs_by_quote on crm.jobs (tenant_id, quote_id) where quote_id is not null;

create table crm.job_lines (
  tenant_id text not null,
  job_id uuid not null,
  position smallint not null,
  service_id uuid not null,
  /* name and price as they were agreed */
  name text not null,
  price_cents integer not null check (price_cents >= 0),
  primary key (tenant_id, job_id, position),
  foreign key (tenant_id, job_id) references crm.jobs,
  foreign key (tenant_id, service_id) references crm.services
);

do $$
declare t text;
begin
  foreach t in array array['bays', 'jobs', 'job_lines'] loop
    execute format('alter table crm.%I enable row level security', t);
    execute format('alter table crm.%I force row level security', t);
    execute format($p$create policy tenant on crm.%I to countersign_app
      using (tenant_id = nullif(current_setting('countersign.tenant', true), ''))
      with check (tenant_id = nullif(current_setting('countersign.tenant', true), ''))$p$, t);
  end loop;
end $$;

grant select, insert on crm.bays, crm.jobs, crm.job_lines to countersign_app;
grant update (name, position, is_active, version, updated_at) on crm.bays to countersign_app;
grant update (vehicle_id, bay_id, starts_at, ends_at, status, total_cents, notes, started_at, closed_at, version, updated_at)
  on crm.jobs to countersign_app;
grant delete on crm.job_lines to countersign_app;
`;
