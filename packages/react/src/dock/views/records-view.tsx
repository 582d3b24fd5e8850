import { useDockSettings } from '../dock-settings.tsx';
import { fillText } from '../fill-text.ts';
import { Icon } from '../icons.tsx';
import type { NodeViewProps } from '../node-views.ts';

/** Records that were found, each a link to its page where the host has one. */
export function RecordsView({ props }: NodeViewProps<'records'>) {
  const { texts, recordHref, link: Link } = useDockSettings();
  return (
    <article className="cs-card" aria-label={props.title}>
      <p className="cs-card-title" dir="auto">
        {props.title}
      </p>
      {props.items.length > 0 && (
        <ul className="cs-records">
          {props.items.map((item) => {
            const href = recordHref?.({ panel: props.panel, id: item.id });
            return (
              <li key={item.id}>
                {href === undefined ? (
                  <div className="cs-record">
                    <RecordText {...item} />
                  </div>
                ) : (
                  <Link href={href} className="cs-record">
                    <RecordText {...item} />
                    <Icon name="chevronRight" className="cs-forward" />
                  </Link>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {props.more !== undefined && props.more > 0 && <p className="cs-detail">{fillText(texts.recordsMore, { count: props.more })}</p>}
    </article>
  );
}

/** A record or a choice: its name, and what tells it from others of the same name. */
export function RecordText({ label, detail }: { label: string; detail?: string | undefined }) {
  return (
    <span className="cs-record-text">
      <span className="cs-record-label" dir="auto">
        {label}
      </span>
      {detail && (
        <span className="cs-detail" dir="auto">
          {detail}
        </span>
      )}
    </span>
  );
}
