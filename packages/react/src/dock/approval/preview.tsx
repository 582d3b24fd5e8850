import type { Json } from '@countersign/core';
import type { ReactNode } from 'react';
import { useDockSettings } from '../dock-settings.tsx';
import { describeValue, isBody, listValues, toText } from './preview-values.ts';

/** What a tool says it would do: who it reaches, and the words as they will arrive. */
export function Preview({ tool, preview }: { tool: string; preview: Json }) {
  const { texts, labels, locale, timeZone, renderValue } = useDockSettings();
  if (preview === null || preview === undefined) return null;
  if (typeof preview !== 'object' || Array.isArray(preview)) return <Quote>{toText(preview)}</Quote>;
  const facts = listValues(preview, labels).flatMap(({ name, label, value }) => {
    if (isBody(name)) return [];
    const own = renderValue?.({ name, value, tool, preview });
    return own === null ? [] : [{ name, label, shown: own ?? describeValue(value, { locale, timeZone, texts }) }];
  });
  const bodies = Object.entries(preview).filter(([name, value]) => isBody(name) && value !== null);
  return (
    <>
      {facts.length > 0 && (
        <dl className="cs-preview">
          {facts.map(({ name, label, shown }) => (
            <div key={name}>
              <dt>{label}</dt>
              <dd dir="auto">{shown}</dd>
            </div>
          ))}
        </dl>
      )}
      {bodies.map(([name, value]) => (
        <Quote key={name} label={texts.body}>
          {toText(value)}
        </Quote>
      ))}
    </>
  );
}

function Quote({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <blockquote className="cs-quote" dir="auto" aria-label={label}>
      {children}
    </blockquote>
  );
}
