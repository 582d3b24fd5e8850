/**
 * Quotes and their lines. A quote references its car together with its client, so that it cannot name one person and the
 * car of another. Lines belong to their quote and are replaced with it, which is why the app may delete them, and nothing else.
 */
export const quotes = /* sql */ `
/* the last number given out, for each kind of record that people call by a number */
create table crm.counters (
  tenant_id text not null,
  name text not null check (name in ('quote')),
  last integer not null,
  primary key (tenant_id, name)
);

create table crm.quotes (
  tenant_id text not null,
  id uuid not null,
  number integer not null,
  client_id uuid not null,
  vehicle_id uuid not null,
  status text not null default 'draft' check (status in ('draft', 'sent', 'accepted', 'declined', 'expired')),
  /* basis points of the subtotal, or cents */
  discount_kind text check (discount_kind in ('percent', 'amount')),
  discount_value integer check (discount_value > 0),
  /* what the lines and the discount come to: kept for lists to sort by */
  total_cents integer not null check (total_cents >= 0),
  valid_until date not null,
  notes text,
  sent_at timestamptz,
  answered_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, number),
  check ((discount_kind is null) = (discount_value is null)),
  check ((status = 'draft') = (sent_at is null)),
  foreign key (tenant_id, client_id) references crm.clients,
  foreign key (tenant_id, client_id, vehicle_id) references crm.vehicles (tenant_id, client_id, id)
);
create index quotes_by_client on crm.quotes (tenant_id, client_id);

create table crm.quote_lines (
  tenant_id text not null,
  quote_id uuid not null,
  position smallint not null,
  service_id uuid not null,
  /* name and price as they were: a quote is what was said then */
  name text not null,
  price_cents integer not null check (price_cents >= 0),
  primary key (tenant_id, quote_id, position),
  foreign key (tenant_id, quote_id) references crm.quotes,
  foreign key (tenant_id, service_id) references crm.services
);

do $$
declare t text;
begin
  foreach t in array array['counters', 'quotes', 'quote_lines'] loop
    execute format('alter table crm.%I enable row level security', t);
    execute format('alter table crm.%I force row level security', t);
    execute format($p$create policy tenant on crm.%I to countersign_app
      using (tenant_id = nullif(current_setting('countersign.tenant', true), ''))
      with check (tenant_id = nullif(current_setting('countersign.tenant', true), ''))$p$, t);
  end loop;
end $$;

grant select, insert on crm.counters, crm.quotes, crm.quote_lines to countersign_app;
grant update (last) on crm.counters to countersign_app;
grant update (vehicle_id, status, discount_kind, discount_value, total_cents, valid_until, notes, sent_at, answered_at, version, updated_at)
  on crm.quotes to countersign_app;
grant delete on crm.quote_lines to countersign_app;
`;
