/**
 * Invoices, their lines, the money that came in and went back, and what was sent about them. The sums are kept on the
 * invoice, where checks hold them: a client never pays more than the total, and never gets back more than was paid, however
 * many try at once, since all of them change that one row. The ledger itself only grows: no grant lets a line of it be
 * changed or removed.
 */
export const invoices = /* sql */ `
alter table crm.counters drop constraint counters_name_check;
alter table crm.counters add constraint counters_name_check check (name in ('quote', 'job', 'invoice'));
alter table crm.jobs add constraint jobs_of_client unique (tenant_id, client_id, id);

create table crm.invoices (
  tenant_id text not null,
  id uuid not null,
  number integer not null,
  client_id uuid not null,
  vehicle_id uuid,
  quote_id uuid,
  job_id uuid,
  status text not null default 'draft' check (status in ('draft', 'open', 'paid', 'void')),
  /* basis points of the subtotal, or cents */
  discount_kind text check (discount_kind in ('percent', 'amount')),
  discount_value integer check (discount_value > 0),
  /* what the lines and the discount come to */
  total_cents integer not null check (total_cents >= 0),
  /* the sums of the payments and of the refunds */
  paid_cents integer not null default 0,
  refunded_cents integer not null default 0,
  issued_on date,
  due_on date not null,
  notes text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, number),
  check ((discount_kind is null) = (discount_value is null)),
  constraint invoices_paid check (paid_cents between 0 and total_cents),
  constraint invoices_refunded check (refunded_cents between 0 and paid_cents),
  constraint invoices_status check (case status
    when 'draft' then paid_cents = 0 and issued_on is null
    when 'open' then paid_cents < total_cents and issued_on is not null
    when 'paid' then paid_cents = total_cents and issued_on is not null
    else paid_cents = refunded_cents end),
  check (due_on >= issued_on),
  foreign key (tenant_id, client_id) references crm.clients,
  foreign key (tenant_id, client_id, vehicle_id) references crm.vehicles (tenant_id, client_id, id),
  foreign key (tenant_id, client_id, quote_id) references crm.quotes (tenant_id, client_id, id),
  foreign key (tenant_id, client_id, job_id) references crm.jobs (tenant_id, client_id, id)
);
create index invoices_by_client on crm.invoices (tenant_id, client_id);
create index invoices_due on crm.invoices (tenant_id, due_on) where status = 'open';
/* what was done once is billed once; a void invoice makes room for the right one */
create unique index invoices_of_quote on crm.invoices (tenant_id, quote_id) where status <> 'void';
create unique index invoices_of_job on crm.invoices (tenant_id, job_id) where status <> 'void';

create table crm.invoice_lines (
  tenant_id text not null,
  invoice_id uuid not null,
  position smallint not null,
  service_id uuid not null,
  /* name and price as they were */
  name text not null,
  price_cents integer not null check (price_cents >= 0),
  primary key (tenant_id, invoice_id, position),
  foreign key (tenant_id, invoice_id) references crm.invoices,
  foreign key (tenant_id, service_id) references crm.services
);

create table crm.payments (
  tenant_id text not null,
  id uuid not null,
  invoice_id uuid not null,
  kind text not null check (kind in ('payment', 'refund')),
  method text not null check (method in ('cash', 'card', 'check', 'transfer')),
  amount_cents integer not null check (amount_cents > 0),
  reason text check (reason <> ''),
  at timestamptz not null default now(),
  by text not null,
  by_name text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, invoice_id) references crm.invoices
);
create index payments_by_invoice on crm.payments (tenant_id, invoice_id, at);

/*
 * That an invoice or a quote went to its client: by each way once a day, whoever sends it and from wherever. The row is taken
 * before the message goes out and commits after it, so of two who send at once one waits and then finds it.
 */
create table crm.deliveries (
  tenant_id text not null,
  id uuid not null,
  invoice_id uuid,
  quote_id uuid,
  channel text not null check (channel in ('sms', 'email')),
  /* in the shop's zone */
  day date not null,
  recipient text not null,
  sent_by text not null,
  sent_by_name text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  check (num_nonnulls(invoice_id, quote_id) = 1),
  constraint deliveries_of_invoice unique (tenant_id, invoice_id, channel, day),
  constraint deliveries_of_quote unique (tenant_id, quote_id, channel, day),
  foreign key (tenant_id, invoice_id) references crm.invoices,
  foreign key (tenant_id, quote_id) references crm.quotes
);

do $$
declare t text;
begin
  foreach t in array array['invoices', 'invoice_lines', 'payments', 'deliveries'] loop
    execute format('alter table crm.%I enable row level security', t);
    execute format('alter table crm.%I force row level security', t);
    execute format($p$create policy tenant on crm.%I to countersign_app
      using (tenant_id = nullif(current_setting('countersign.tenant', true), ''))
      with check (tenant_id = nullif(current_setting('countersign.tenant', true), ''))$p$, t);
  end loop;
end $$;

grant select, insert on crm.invoices, crm.invoice_lines, crm.payments, crm.deliveries to countersign_app;
grant update (vehicle_id, status, discount_kind, discount_value, total_cents, paid_cents, refunded_cents, issued_on, due_on, notes, version, updated_at)
  on crm.invoices to countersign_app;
grant delete on crm.invoice_lines to countersign_app;
`;
