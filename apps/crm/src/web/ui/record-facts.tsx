import type { ReactNode } from 'react';
import classes from './record-page.module.css';

/** What is known of a record, as a card of labels and values. */
export function RecordFacts({ title, id, facts }: { title: string; id: string; facts: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <section className={classes.card} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <dl className={classes.pairs}>
        {facts.map(([label, value]) => (
          <div key={label} className={classes.pair}>
            <dt>{label}</dt>
            <dd>{value ?? <span className={classes.none}>Not known</span>}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
