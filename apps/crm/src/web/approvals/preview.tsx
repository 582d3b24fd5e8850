import type { Json } from '@countersign/core';
import { useMe } from '../auth/me-query.ts';
import classes from './approval-card.module.css';
import { bodies, toFacts, toText } from './preview-facts.ts';

/** What a tool says it would do: who it reaches, and the words as they will arrive. */
export function Preview({ preview }: { preview: Json }) {
  const { shop } = useMe();
  if (preview === null || preview === undefined) return null;
  if (typeof preview !== 'object' || Array.isArray(preview)) return <blockquote className={classes.quote}>{toText(preview)}</blockquote>;
  const facts = toFacts(preview, shop);
  const texts = Object.entries(preview).filter(([name, value]) => bodies.has(name) && value !== null);
  return (
    <>
      {facts.length > 0 && (
        <dl className={classes.preview}>
          {facts.map(([label, value]) => (
            <div key={`${label} ${value}`}>
              <dt>{label}</dt>
              <dd>{value}</dd>
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
