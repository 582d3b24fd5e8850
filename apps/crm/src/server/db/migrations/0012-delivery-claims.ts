/**
 * A delivery is claimed before its message goes out, in a transaction of its own: whoever dies in between leaves a claim
 * behind, and nobody else sends the same under another key. What is known to have failed makes room for the next.
 */
export const deliveryClaims = /* sql */ `
alter table crm.deliveries
  add column status text not null default 'sent' check (status in ('sending', 'sent', 'failed')),
  /* what the provider knows the message by */
  add column key text not null default gen_random_uuid()::text,
  add column message_id text,
  /* until when whoever claimed it is taken to be at it */
  add column held_until timestamptz not null default now();
alter table crm.deliveries alter column status drop default, alter column key drop default, alter column held_until drop default;

alter table crm.deliveries drop constraint deliveries_of_invoice, drop constraint deliveries_of_quote;
create unique index deliveries_of_invoice on crm.deliveries (tenant_id, invoice_id, channel, day) where status <> 'failed';
create unique index deliveries_of_quote on crm.deliveries (tenant_id, quote_id, channel, day) where status <> 'failed';
create unique index deliveries_by_key on crm.deliveries (tenant_id, key) where status <> 'failed';

grant update (status, message_id, recipient, held_until) on crm.deliveries to countersign_app;
`;
