/**
 * Clients and the outbox. Searching folds case and accents with unaccent and forgives typos with pg_trgm; both are trusted
 * extensions, so the owner of the database may create them. No index carries the text condition: its operators are not
 * leakproof, so under row-level security Postgres would not use one; the tenant's own rows are scanned instead.
 */
export const clientsAndOutbox = /* sql */ `
create schema crm;

do $$
declare missing text;
begin
  select string_agg(wanted, ' and ') into missing from unnest(array['unaccent', 'pg_trgm']) wanted
   where not exists (select from pg_available_extensions where name = wanted);
  if missing is not null then
    raise exception 'The CRM needs the PostgreSQL extension %, which this server does not have. Install the package postgresql-contrib there and start again.', missing;
  end if;
  begin
    create extension if not exists unaccent with schema crm;
    create extension if not exists pg_trgm with schema crm;
  exception when insufficient_privilege then
    raise exception 'The CRM may not create the extensions unaccent and pg_trgm in this database. Let an administrator run: create extension unaccent; create extension pg_trgm;';
  end;
end $$;

/* The extensions may have been there before, in a schema of their own: these two name them once. */
do $$
declare u text := (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'unaccent');
declare t text := (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm');
begin
  execute format($f$create function crm.fold(p text) returns text language sql immutable strict parallel safe
    return pg_catalog.lower(%1$I.unaccent(%2$L::regdictionary, pg_catalog.normalize(p)))$f$, u, format('%I.unaccent', u));
  execute format($f$create function crm.closeness(p_word text, p_text text) returns real language sql immutable strict parallel safe
    return %I.strict_word_similarity(p_word, p_text)$f$, t);
  execute format('grant usage on schema %I, %I to countersign_app', u, t);
end $$;

create table crm.clients (
  tenant_id text not null,
  id uuid not null,
  first_name text not null check (first_name <> ''),
  last_name text not null,
  phone text check (phone ~ '^[+][0-9]{4,15}$'),
  email text,
  notes text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name_key text collate "C" not null generated always as (crm.fold(btrim(first_name || ' ' || last_name))) stored,
  /* words of name and email, then the name without its apostrophes, hyphens and dots: O'Brien is found as "brien" and "obrien" */
  search_text text collate "C" not null generated always as (
    ' ' || regexp_replace(crm.fold(first_name || ' ' || last_name || ' ' || coalesce(email, '')), '[[:space:][:punct:]]+', ' ', 'g')
    || ' ' || regexp_replace(crm.fold(first_name || ' ' || last_name), '[''’.-]', '', 'g')) stored,
  primary key (tenant_id, id)
);
create index clients_by_name on crm.clients (tenant_id, name_key, id);
create index clients_by_created on crm.clients (tenant_id, created_at, id);

create table crm.outbox (
  tenant_id text not null,
  id uuid not null,
  channel text not null check (channel in ('sms', 'email')),
  recipient text not null,
  client_id uuid,
  body text not null,
  status text not null check (status in ('stored', 'queued', 'sent', 'failed')),
  idempotency_key text not null,
  sent_by text not null,
  sent_by_name text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint outbox_once unique (tenant_id, idempotency_key),
  foreign key (tenant_id, client_id) references crm.clients
);
create index outbox_by_created on crm.outbox (tenant_id, created_at desc, id desc);

do $$
declare t text;
begin
  foreach t in array array['clients', 'outbox'] loop
    execute format('alter table crm.%I enable row level security', t);
    execute format('alter table crm.%I force row level security', t);
    execute format($p$create policy tenant on crm.%I to countersign_app
      using (tenant_id = nullif(current_setting('countersign.tenant', true), ''))
      with check (tenant_id = nullif(current_setting('countersign.tenant', true), ''))$p$, t);
  end loop;
end $$;

grant usage on schema crm to countersign_app;
grant select, insert on crm.clients, crm.outbox to countersign_app;
/* never the tenant, the id or the birth of a row */
grant update (first_name, last_name, phone, email, notes, version, updated_at) on crm.clients to countersign_app;
`;
