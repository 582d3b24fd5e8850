import type { Channel } from '../../shared/message.ts';
import { formatPhone } from '../../shared/phone.ts';

/** An address as people read it. */
export function toAddressText(channel: Channel, address: string): string {
  return channel === 'sms' ? formatPhone(address) : address;
}
