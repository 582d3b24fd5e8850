import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/**
 * The password of one of our roles, derived from the one in the URL: every node that is given the same URL connects down
 * to the same roles and nothing has to be stored or shared.
 */
export function deriveRolePassword(secret: { user: string; password: string }, role: string): string {
  return createHmac('sha256', secret.password).update(`countersign role password v1\n${secret.user}\n${role}`).digest('base64url');
}

/**
 * The form in which PostgreSQL stores a password (RFC 5802, `SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey`). Sent in
 * place of the password, it keeps that out of the server's log.
 */
export function toScramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const iterations = 4096;
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const key = (name: string): Buffer => createHmac('sha256', salted).update(name).digest();
  const storedKey = createHash('sha256').update(key('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${key('Server Key').toString('base64')}`;
}

/** The same database under other credentials. Query parameters are kept; a socket URL has no authority to put them in. */
export function toUrlOfRole(url: string, role: string, password: string | null): string {
  const changed = new URL(url);
  changed.searchParams.delete('user');
  changed.searchParams.delete('password');
  if (changed.host === '') {
    changed.searchParams.set('user', role);
    // oxlint-disable-next-line security/detect-possible-timing-attacks -- nothing is compared with a secret: it asks whether there is one
    if (password !== null) changed.searchParams.set('password', password);
  } else {
    changed.username = role;
    changed.password = password ?? '';
  }
  return changed.href;
}

/** The same server and credentials, another database. */
export function toUrlOfDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(name)}`;
  return changed.href;
}
