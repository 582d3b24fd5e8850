import { isFinal, type RunStatus } from '@countersign/core';
import { IconListCheck } from '@tabler/icons-react';
import type { NodeViewProps } from './node-view-props.ts';
import classes from './nodes.module.css';
import styles from './progress-node.module.css';

/**
 * How far a plan of many calls is. It says nothing aloud while it moves: the approval before it and the summary after it are
 * entries of the log, and read out as such. Whoever comes to it hears the count.
 */
export function ProgressNode({ props, node, session }: NodeViewProps<'progress'>) {
  const status = node.runId === undefined ? undefined : session.view.runs[node.runId];
  const notDone = props.failed + props.denied + props.expired;
  const ended = props.done + notDone;
  return (
    <section className={`${classes.card} ${styles.progress}`} aria-live="off" aria-label={props.title} data-working={status === 'running' || undefined}>
      <p className={classes.cardTitle}>
        <IconListCheck size={18} aria-hidden />
        {props.title}
        <span className={classes.state}>{toWord(status, ended === props.total)}</span>
      </p>
      <div
        className={styles.bar}
        role="progressbar"
        aria-label={props.title}
        aria-valuemin={0}
        aria-valuemax={props.total}
        aria-valuenow={ended}
        aria-valuetext={props.text}
      >
        <span className={styles.done} style={{ flexGrow: props.done }} />
        <span className={styles.notDone} style={{ flexGrow: notDone + props.inDoubt }} />
        <span style={{ flexGrow: Math.max(0, props.total - ended - props.inDoubt) }} />
      </div>
      <p className={styles.text}>{props.text}</p>
      {props.current !== null && status === 'running' && <p className={classes.detail}>Now: {props.current}</p>}
    </section>
  );
}

function toWord(status: RunStatus | undefined, isComplete: boolean): string {
  if (status === undefined) return '';
  if (status === 'awaiting_approval') return 'Waits for approval';
  if (status === 'awaiting_human') return 'Waits for an answer';
  if (!isFinal(status)) return 'At work';
  return isComplete ? 'Finished' : 'Stopped';
}
