import type { Sql } from './database.ts';
import { toJsonb } from './to-jsonb.ts';

/** A section of a prompt: its text and the SHA-256 of it, in hexadecimal. */
export interface SectionRow {
  hash: string;
  body: string;
}

/** In the order of the hashes, so that two transactions that store the same sections wait for each other and never crosswise. */
const statement = /* sql */ `
insert into countersign.prompt_sections (tenant_id, hash, body)
select $1, s.hash, s.body from jsonb_to_recordset($2::jsonb) as s(hash text, body text) order by s.hash
on conflict (tenant_id, hash) do nothing`;

/** Stores the sections a tenant does not have yet. */
export async function storeSections(sql: Sql, tenantId: string, sections: readonly SectionRow[]): Promise<void> {
  if (sections.length > 0) await sql(statement, [tenantId, toJsonb(sections)]);
}
