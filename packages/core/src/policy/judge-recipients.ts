import type { Impact } from '../contract/tool-contract.ts';
import type { RuleOf } from './policy-rule.ts';

/** Why a call may not reach whom it would reach; undefined: it may. */
export function judgeRecipients(rule: RuleOf<'recipients'>, impact: Impact | undefined): string | undefined {
  if (impact?.recipients === undefined) return 'it does not say whom it reaches';
  const stranger = impact.recipients.find((recipient) => !isKnown(rule, recipient, impact.onFile ?? []));
  return stranger === undefined ? undefined : `${stranger} is not among the recipients it allows`;
}

function isKnown(rule: RuleOf<'recipients'>, recipient: string, onFile: readonly string[]): boolean {
  if (rule.mayBeOnFile && onFile.includes(recipient)) return true;
  if (rule.addresses.some((address) => address.toLowerCase() === recipient.trim().toLowerCase())) return true;
  const domain = toDomain(recipient);
  return domain !== undefined && isInside(domain, rule.domains);
}

/** Exactly one address or one web address. Names around it, lists and comments are not read but refused: readers differ over them. */
const address = /^[^\s@<>()[\]\\,;:"]+@([^\s@<>()[\]\\,;:"/?#]+)$/;

/** The domain a recipient stands in, as DNS knows it; undefined for what is neither an email nor a web address. */
function toDomain(recipient: string): string | undefined {
  const [, mailDomain] = address.exec(recipient) ?? [];
  const url = mailDomain === undefined ? (/^https?:\/\//i.test(recipient) ? URL.parse(recipient) : null) : URL.parse(`http://${mailDomain}`);
  return url ? toPlainHost(url) : undefined;
}

/** Is a host one of these domains, or below one? */
export function isInside(host: string, domains: readonly string[]): boolean {
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

/** The host of a link in a text; undefined when it names none. */
export function toHost(link: string): string | undefined {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(link) ? link : `http://${link}`);
  return url ? toPlainHost(url) : undefined;
}

/** A URL that carries credentials shows one host and goes to another. */
function toPlainHost({ hostname, username, password }: URL): string | undefined {
  return hostname === '' || username !== '' || password !== '' ? undefined : hostname.replace(/\.$/, '');
}
