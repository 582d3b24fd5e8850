/** The catalogue of services, one price for each size of vehicle, in cents of the shop's currency. */
export const services = /* sql */ `
alter table auth.organization add column currency text not null default 'USD' check (currency ~ '^[A-Z]{3}$');

create table crm.services (
  tenant_id text not null,
  id uuid not null,
  name text not null check (name <> ''),
  description text,
  duration_minutes integer not null check (duration_minutes > 0),
  small_cents integer not null check (small_cents >= 0),
  medium_cents integer not null check (medium_cents >= 0),
  large_cents integer not null check (large_cents >= 0),
  xl_cents integer not null check (xl_cents >= 0),
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name_key text collate "C" not null generated always as (crm.fold(btrim(name))) stored,
  search_text text collate "C" not null generated always as (
    ' ' || regexp_replace(crm.fold(name || ' ' || coalesce(description, '')), '[[:space:][:punct:]]+', ' ', 'g')) stored,
  primary key (tenant_id, id),
  /* two of one name could not be told apart where they are chosen */
  constraint services_by_name unique (tenant_id, name_key)
);

alter table crm.services enable row level security;
alter table crm.services force row level security;
create policy tenant on crm.services to countersign_app
  using (tenant_id = nullif(current_setting('countersign.tenant', true), ''))
  with check (tenant_id = nullif(current_setting('countersign.tenant', true), ''));

grant select, insert on crm.services to countersign_app;
grant update (name, description, duration_minutes, small_cents, medium_cents, large_cents, xl_cents, is_active, version, updated_at)
  on crm.services to countersign_app;
`;
