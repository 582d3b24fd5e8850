import type { Channel } from '../../shared/message.ts';
import { toE164 } from '../../shared/phone.ts';

/** An address as it is kept and compared: E.164, or an email in lower case; what is neither (a short code, a name) stays as it came. */
export function toAddress(channel: Channel, text: string): string {
  if (channel === 'email') return readMailbox(text).toLowerCase();
  return toE164(text) ?? text.trim();
}

/** "Jordan Miles <jordan@example.com>" is how gateways hand over who an email is from. */
function readMailbox(text: string): string {
  return (/<([^<>\s]+@[^<>\s]+)>\s*$/.exec(text)?.[1] ?? text).trim();
}
