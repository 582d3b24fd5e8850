import { z } from 'zod';

export const channels = ['sms', 'email'] as const;
export const Channel = z.enum(channels);
export type Channel = z.infer<typeof Channel>;

/** How a message goes, as people say it. */
export const channelLabels: Readonly<Record<Channel, string>> = { sms: 'Text', email: 'Email' };

/**
 * To whom and how a document goes: nobody names an address. The record is named and the role of its contact, and code looks
 * the address up.
 */
export const Deliver = z.strictObject({ channel: Channel, recipientRole: z.enum(['primary']).default('primary') });
export type Deliver = z.infer<typeof Deliver>;

/** A message as it would be sent. */
export const DeliveryPreview = z.object({
  channel: Channel,
  /** E.164 for a text, an address for an email. */
  to: z.string(),
  clientId: z.uuid(),
  clientName: z.string(),
  /** Of an email. */
  subject: z.string().nullable(),
  body: z.string(),
});
export type DeliveryPreview = z.infer<typeof DeliveryPreview>;

export const Delivered = z.object({ messageId: z.string(), channel: Channel, to: z.string(), clientName: z.string(), number: z.int() });
export type Delivered = z.infer<typeof Delivered>;
