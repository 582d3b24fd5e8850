/**
 * What language models need: money that is reserved before it is spent, and prompts that can be read again exactly as they
 * were. A section of a prompt is stored once per tenant, under the SHA-256 of its text; a step names the hashes.
 */
export const models = /* sql */ `
/* held for model calls in flight; settled by the step's commit, charged in full by the next claim or by a cancel */
alter table countersign.runs add column reserved_micros bigint not null default 0;
/* null for a step that no model was asked for */
alter table countersign.steps add column model_call jsonb;

create table countersign.prompt_sections (
  tenant_id text not null,
  hash text not null,
  body text not null,
  at timestamptz not null default now(),
  primary key (tenant_id, hash)
);
alter table countersign.prompt_sections enable row level security;
alter table countersign.prompt_sections force row level security;
create policy tenant on countersign.prompt_sections to countersign_app
  using (tenant_id = nullif(current_setting('countersign.tenant', true), ''))
  with check (tenant_id = nullif(current_setting('countersign.tenant', true), ''));
grant select, insert on countersign.prompt_sections to countersign_app;
`;
