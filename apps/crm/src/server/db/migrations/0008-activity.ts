/**
 * What was done to each record, by whom. It is a log: the app adds lines and reads them, and no grant lets it change or
 * remove one. The summary is the words of that moment, so that it stays true when a client is renamed.
 */
export const activity = /* sql */ `
create table crm.activity (
  tenant_id text not null,
  id uuid not null,
  record_type text not null check (record_type in ('client', 'vehicle', 'service', 'quote', 'job', 'invoice')),
  record_id uuid not null,
  /* whose record it is, where it is anybody's: the page of a client shows what was done to all that is theirs */
  client_id uuid,
  action text not null check (action ~ '^[a-z][a-z_]{1,39}$'),
  summary text not null check (length(summary) between 1 and 500),
  actor_id text not null,
  actor_name text not null,
  is_copilot boolean not null default false,
  /* what may be recorded twice and happened once, such as a text whose sending is repeated after a crash */
  once text,
  /* not the time of the transaction: what one of them does comes one after another */
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, id),
  constraint activity_once unique (tenant_id, once),
  foreign key (tenant_id, client_id) references crm.clients
);
create index activity_of_record on crm.activity (tenant_id, record_id, created_at, id);
create index activity_of_client on crm.activity (tenant_id, client_id, created_at, id);

alter table crm.activity enable row level security;
alter table crm.activity force row level security;
create policy tenant on crm.activity to countersign_app
  using (tenant_id = nullif(current_setting('countersign.tenant', true), ''))
  with check (tenant_id = nullif(current_setting('countersign.tenant', true), ''));

grant select, insert on crm.activity to countersign_app;
`;
