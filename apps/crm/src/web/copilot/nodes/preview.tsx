import type { Json } from '@countersign/core';
import { formatPhone } from '../../../shared/phone.ts';
import classes from './nodes.module.css';

/** Words for the parts of a simulation that tools of this product return. Others are shown under their own name. */
const labels: Readonly<Record<string, string>> = { to: 'To', clientName: 'Client', channel: 'Channel', subject: 'Subject' };

/** Parts that are the text itself, shown as it will be read. */
const bodies: ReadonlySet<string> = new Set(['body', 'text']);

/** What a tool says it would do: who it reaches, and the words as they will arrive. */
export function Preview({ preview }: { preview: Json }) {
  if (preview === null || preview === undefined) return null;
  if (typeof preview !== 'object' || Array.isArray(preview)) return <blockquote className={classes.quote}>{toText(preview)}</blockquote>;
  const facts = Object.entries(preview).filter(([name, value]) => !bodies.has(name) && value !== null);
  const texts = Object.entries(preview).filter(([name, value]) => bodies.has(name) && value !== null);
  return (
    <>
      {facts.length > 0 && (
        <dl className={classes.preview}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{labels[name] ?? toWords(name)}</dt>
              <dd>{name === 'to' && typeof value === 'string' && value.startsWith('+') ? formatPhone(value) : toText(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {texts.map(([name, value]) => (
        <blockquote key={name} className={classes.quote} aria-label="Text of the message">
          {toText(value)}
        </blockquote>
      ))}
    </>
  );
}

const toText = (value: Json) => (typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value, null, 1));

/** @example toWords('amountCents') // 'Amount cents' */
function toWords(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
