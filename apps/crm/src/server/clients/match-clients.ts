import { eq, like, or, type SQL, sql } from 'drizzle-orm';
import { toE164 } from '../../shared/phone.ts';
import { type MatchMode, matchWords } from '../db/match-words.ts';
import { clients } from '../db/schema.ts';

/** The condition under which a client matches what was typed: words of the name or email, or the phone number. Undefined: everybody does. */
export function matchClients(query: string, mode: MatchMode): SQL | undefined {
  return matchPhone(query) ?? matchWords(query, { text: clients.searchText, mode, orNumber: (digits) => like(clients.phone, `%${digits}%`) });
}

/** "(555) 219-88" is one number, not three words. */
function matchPhone(query: string): SQL | undefined {
  const digits = query.replace(/\D/g, '');
  if (digits.length < 3 || /[^\d\s().+-]/.test(query)) return undefined;
  const whole = toE164(query);
  return or(like(clients.phone, `%${digits}%`), whole ? eq(clients.phone, whole) : undefined);
}

/** How near a client's name is to what was typed, the best first. */
export function byCloseness(query: string): SQL[] {
  return [
    sql`(${clients.nameKey} = crm.fold(${query})) desc`,
    sql`crm.closeness(crm.fold(${query}), ${clients.nameKey}) desc`,
    sql`${clients.nameKey}`,
    sql`${clients.id}`,
  ];
}
