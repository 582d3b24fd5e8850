import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** SHA-256 over the canonical JSON of a value (RFC 8785), in hexadecimal. Equal values give equal hashes whatever their key order. */
export function canonicalHash(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(JSON.parse(JSON.stringify(value ?? null))) ?? 'null')
    .digest('hex');
}
