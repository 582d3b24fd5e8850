/**
 * Notes, and what clients write to the shop. An inbound message is the words of somebody outside: the app stores them as
 * they came, and may only say afterwards whose they are and what became of them.
 */
export const inbox = /* sql */ `
/* Which shop a message is for is asked before any shop is known, so this is beside the shops, not behind their rows' security. */
create table auth.shop_address (
  address text primary key,
  organization_id text not null references auth.organization on delete cascade,
  created_at timestamptz not null default now()
);
grant select, insert on auth.shop_address to countersign_app;

alter table crm.outbox add column subject text;
create index outbox_of_client on crm.outbox (tenant_id, client_id, created_at, id);

create table crm.notes (
  tenant_id text not null,
  id uuid not null,
  record_type text not null check (record_type in ('client', 'vehicle', 'service', 'quote', 'job', 'invoice')),
  record_id uuid not null,
  body text not null check (length(body) between 1 and 4000),
  author_id text not null,
  author_name text not null,
  version integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz,
  primary key (tenant_id, id)
);
create index notes_of_record on crm.notes (tenant_id, record_id, created_at, id);

create table crm.inbound_messages (
  tenant_id text not null,
  id uuid not null,
  channel text not null check (channel in ('sms', 'email')),
  /* the provider's own name for it: the same one twice is the same message */
  provider_id text not null,
  /* E.164 or a mail address in lower case; as it came where it is neither */
  sender text not null,
  client_id uuid,
  subject text,
  body text not null,
  /* whole milliseconds, which is what pages and clocks of browsers can name */
  received_at timestamptz(3) not null,
  stored_at timestamptz not null default now(),
  handled_at timestamptz,
  handled_as text check (handled_as in ('answered', 'done')),
  handled_by text,
  handled_by_name text,
  primary key (tenant_id, id),
  constraint inbound_once unique (tenant_id, channel, provider_id),
  check (num_nulls(handled_at, handled_as, handled_by, handled_by_name) in (0, 4)),
  foreign key (tenant_id, client_id) references crm.clients
);
create index inbound_of_client on crm.inbound_messages (tenant_id, client_id, received_at, id);
create index inbound_of_sender on crm.inbound_messages (tenant_id, channel, sender);
create index inbound_waiting on crm.inbound_messages (tenant_id, received_at) where handled_at is null;

do $$
declare t text;
begin
  foreach t in array array['notes', 'inbound_messages'] loop
    execute format('alter table crm.%I enable row level security', t);
    execute format('alter table crm.%I force row level security', t);
    execute format($p$create policy tenant on crm.%I to countersign_app
      using (tenant_id = nullif(current_setting('countersign.tenant', true), ''))
      with check (tenant_id = nullif(current_setting('countersign.tenant', true), ''))$p$, t);
  end loop;
end $$;

grant select, insert, delete on crm.notes to countersign_app;
grant update (body, version, updated_at) on crm.notes to countersign_app;
grant select, insert on crm.inbound_messages to countersign_app;
grant update (client_id, handled_at, handled_as, handled_by, handled_by_name) on crm.inbound_messages to countersign_app;
`;
