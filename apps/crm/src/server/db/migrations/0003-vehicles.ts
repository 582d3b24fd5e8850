/**
 * The clients' cars. `(tenant, client, id)` is unique so that what is made out for a car can reference it together with its
 * client: no quote can name one person and the car of another.
 */
export const vehicles = /* sql */ `
create table crm.vehicles (
  tenant_id text not null,
  id uuid not null,
  client_id uuid not null,
  year smallint check (year between 1900 and 2100),
  make text not null check (make <> ''),
  model text not null check (model <> ''),
  color text check (color <> ''),
  plate text check (plate <> ''),
  size text not null check (size in ('small', 'medium', 'large', 'xl')),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name_key text collate "C" not null generated always as (crm.fold(btrim(make || ' ' || model))) stored,
  /* words of make, model, colour and plate, the year, then the model and the plate in one piece: F-150 is found as "f150" */
  search_text text collate "C" not null generated always as (
    ' ' || regexp_replace(crm.fold(make || ' ' || model || ' ' || coalesce(color, '') || ' ' || coalesce(plate, '')), '[[:space:][:punct:]]+', ' ', 'g')
    || ' ' || coalesce(year::text, '')
    || ' ' || regexp_replace(crm.fold(model), '[[:space:][:punct:]]+', '', 'g')
    || ' ' || regexp_replace(crm.fold(coalesce(plate, '')), '[[:space:][:punct:]]+', '', 'g')) stored,
  primary key (tenant_id, id),
  unique (tenant_id, client_id, id),
  foreign key (tenant_id, client_id) references crm.clients
);
create index vehicles_by_name on crm.vehicles (tenant_id, name_key, id);

alter table crm.vehicles enable row level security;
alter table crm.vehicles force row level security;
create policy tenant on crm.vehicles to countersign_app
  using (tenant_id = nullif(current_setting('countersign.tenant', true), ''))
  with check (tenant_id = nullif(current_setting('countersign.tenant', true), ''));

grant select, insert on crm.vehicles to countersign_app;
grant update (year, make, model, color, plate, size, version, updated_at) on crm.vehicles to countersign_app;
`;
