import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { isPanelName, toRecordPath } from '../../kinds/record-paths.ts';
import { useDock } from '../../ui/dock-state.tsx';
import type { NodeViewProps } from './node-view-props.ts';
import classes from './nodes.module.css';

/** Records that were found, each a link to its page where this product has one. */
export function RecordsNode({ props }: NodeViewProps<'records'>) {
  const dock = useDock();
  return (
    <article className={classes.card} aria-label={props.title}>
      <p className={classes.cardTitle}>{props.title}</p>
      {props.items.length > 0 && (
        <ul className={classes.records}>
          {props.items.map((item) => (
            <li key={item.id}>
              {isPanelName(props.panel) ? (
                <Link to={toRecordPath(props.panel, item.id)} className={classes.record} onClick={dock.makeRoom}>
                  <RecordText label={item.label} detail={item.detail} />
                  <IconChevronRight size={16} aria-hidden />
                </Link>
              ) : (
                <div className={classes.record}>
                  <RecordText label={item.label} detail={item.detail} />
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {props.more !== undefined && props.more > 0 && <p className={classes.detail}>and {props.more} more</p>}
    </article>
  );
}

function RecordText({ label, detail }: { label: string; detail: string | undefined }) {
  return (
    <span className={classes.recordText}>
      <span className={classes.recordLabel}>{label}</span>
      {detail && <span className={classes.detail}>{detail}</span>}
    </span>
  );
}
