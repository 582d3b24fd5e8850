import { z } from 'zod';
import { type Argument, listArguments } from '../contract/list-arguments.ts';
import { type AnyTool, type GrantScope, grantScopes, type Impact } from '../contract/tool-contract.ts';
import { Json } from '../json.ts';

/**
 * What a "yes, always" covers, exactly as it was shown when it was given: which arguments stay the same, which may be
 * smaller, which may differ, how much a call may touch, and which rules had asked.
 */
export const GrantConditions = z.strictObject({
  fixed: z.array(z.strictObject({ path: z.string(), value: Json })),
  atMost: z.array(z.strictObject({ path: z.string(), max: z.number() })),
  /** Texts, which may read differently each time. */
  free: z.array(z.string()),
  amountCents: z.int().nonnegative(),
  records: z.int().nonnegative(),
  recipients: z.array(z.string()),
  /** Names of the policies that asked beside the contract. */
  asking: z.array(z.string()),
});
export type GrantConditions = z.infer<typeof GrantConditions>;

/** A yes that may be given beyond one call: in a sentence, and as data for whoever has names for its ids (`explainGrant`). */
export const GrantOffer = z.object({
  scope: z.enum(grantScopes),
  text: z.string(),
  /** Left out in logs that are older than this field. */
  conditions: GrantConditions.optional(),
});
export type GrantOffer = z.infer<typeof GrantOffer>;

/** A call as far as a grant looks at it. */
export interface GrantedCall {
  tool: Pick<AnyTool, 'input'>;
  /** As it was proposed: what the schema makes of it follows from that. */
  raw: unknown;
  impact?: Impact | undefined;
  /** Names of the policies that ask now. */
  asking: readonly string[];
}

/** More than this and nobody reads what they agree to: such a call is asked for every time. */
const MAX_ARGUMENTS = 60;

/**
 * The conditions under which a yes to this call may be given for later ones: texts may differ, amounts may be smaller, all else
 * stays as it is. Undefined: it cannot be given beyond this call.
 */
export function toGrantConditions({ tool, raw, impact, asking }: GrantedCall): GrantConditions | undefined {
  const found = listArguments(tool.input, raw);
  if (found.length > MAX_ARGUMENTS) return undefined;
  const amounts = found.filter(isBoundedAmount);
  const texts = found.filter(isText);
  return {
    fixed: found.filter((argument) => !isBoundedAmount(argument) && !isText(argument)).map(({ path, value }) => ({ path, value })),
    atMost: amounts.map(({ path, value }) => ({ path, max: value })),
    free: texts.map(({ path }) => path),
    ...toLimits(impact),
    asking: [...asking],
  };
}

const isText = ({ value, meaning }: Argument) => meaning === 'content' && typeof value === 'string';
const isBoundedAmount = (argument: Argument): argument is Argument & { value: number } =>
  argument.meaning === 'amount' && typeof argument.value === 'number' && argument.value >= 0;

const toLimits = (impact: Impact | undefined) => ({
  amountCents: impact?.amountCents ?? 0,
  records: impact?.records ?? 1,
  recipients: [...(impact?.recipients ?? [])],
});

/**
 * Does a grant cover a call? Only when every argument is one that was shown, and none is more than was shown.
 *
 * @param isTraceable whether the value of a target comes from where values may come from; one that does not is asked for
 *   whatever was granted
 */
export function isCovered(conditions: GrantConditions, call: GrantedCall, isTraceable: (argument: Argument) => boolean = () => true): boolean {
  const fixed = new Map(conditions.fixed.map(({ path, value }) => [path, value]));
  const atMost = new Map(conditions.atMost.map(({ path, max }) => [path, max]));
  const free = new Set(conditions.free);
  const found = listArguments(call.tool.input, call.raw);
  const paths = new Set(found.map(({ path }) => path));
  const isComplete = [...fixed.keys(), ...atMost.keys()].every((path) => paths.has(path));
  const areFitting = found.every((argument) => {
    const { path, value, meaning } = argument;
    if (meaning === 'target' && !isTraceable(argument)) return false;
    if (fixed.has(path)) return isSame(fixed.get(path) as Json, value);
    if (atMost.has(path)) return isBoundedAmount(argument) && argument.value <= (atMost.get(path) as number);
    return free.has(path) && isText(argument);
  });
  const limits = toLimits(call.impact);
  return (
    isComplete &&
    areFitting &&
    limits.amountCents <= conditions.amountCents &&
    limits.records <= conditions.records &&
    limits.recipients.every((recipient) => conditions.recipients.includes(recipient)) &&
    call.asking.every((name) => conditions.asking.includes(name))
  );
}

/** Values of arguments are plain, or empty lists and objects. */
function isSame(one: Json, other: Json): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What a host calls things, resolved when the sentence is read and for who reads it: names change, and not everybody may know them. */
export interface GrantWords {
  /** The name of a record by the id that an argument holds, such as "the client Jordan Miles". Undefined: the id is shown. */
  nameOf?: (path: string, id: string) => string | undefined;
  /** An address as people write it. @default as it is */
  recipient?: (address: string) => string;
  /** An amount in cents as people write it. @default two digits, without a currency */
  money?: (cents: number) => string;
}

/**
 * The conditions in a sentence, for whoever gives, reads or takes back a grant.
 *
 * @example explainGrant('send_text', 'run', conditions, { nameOf: (path, id) => clients.get(id)?.name })
 */
export function explainGrant(tool: string, scope: GrantScope, conditions: GrantConditions, words: GrantWords = {}): string {
  const { fixed, atMost, free, amountCents, records, recipients } = conditions;
  const { recipient = String, money = (cents: number) => (cents / 100).toFixed(2) } = words;
  const name = (path: string) => path.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~') || 'the input';
  const stated = fixed.map(({ path, value }) => ({ path, value, named: typeof value === 'string' ? words.nameOf?.(path, value) : undefined }));
  const named = stated.flatMap((argument) => argument.named ?? []);
  const others = stated.filter((argument) => argument.named === undefined);
  const parts = [
    others.length > 0 ? `with ${toList(others.map(({ path, value }) => `${name(path)} = ${JSON.stringify(value)}`))}` : '',
    atMost.length > 0 ? `with ${toList(atMost.map(({ path, max }) => `${name(path)} at most ${max}`))}` : '',
    free.length > 0 ? `${toList(free.map(name))} may differ` : '',
    amountCents > 0 ? `moving at most ${money(amountCents)}` : '',
    records > 1 ? `touching at most ${records} records` : '',
    recipients.length > 0 ? `reaching only ${toList(recipients.map(recipient))}` : '',
  ].filter((part) => part !== '');
  const where = scope === 'run' ? 'For the rest of this run' : 'Always, for everybody here';
  const what = `${tool.replaceAll('_', ' ')}${named.length > 0 ? ` for ${toList(named)}` : ''}`;
  return `${where}: ${what}${parts.length > 0 ? `, ${parts.join('; ')}` : ''}.`;
}

const toList = (items: readonly string[]) => (items.length > 1 ? `${items.slice(0, -1).join(', ')} and ${items.at(-1)}` : (items[0] ?? ''));
