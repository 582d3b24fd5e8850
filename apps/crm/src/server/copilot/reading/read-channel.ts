export type Channel = 'sms' | 'email';

/** By which way something is to go, where the sentence says so. */
export function readChannel(text: string): Channel | undefined {
  if (/\b(?:e-?mail(?:ed|ing)?|mail)\b/iu.test(text)) return 'email';
  return /\b(?:text(?:ed|ing)?|txt|sms|text message|message|msg|phone|cell)\b/iu.test(text) ? 'sms' : undefined;
}

/** By what is on file: a text where there is a phone number, else an email. */
export function chooseChannel(said: Channel | undefined, client: { phone: string | null; email: string | null }): Channel | undefined {
  if (said !== undefined) return said;
  return client.phone ? 'sms' : client.email ? 'email' : undefined;
}
