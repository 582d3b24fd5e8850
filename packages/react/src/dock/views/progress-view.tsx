import { isFinal, type RunStatus } from '@countersign/core';
import { useDockSettings } from '../dock-settings.tsx';
import { fillText } from '../fill-text.ts';
import { Icon } from '../icons.tsx';
import type { NodeViewProps } from '../node-views.ts';
import type { DockTexts } from '../texts.ts';

/**
 * How far a plan of many calls is. It says nothing aloud while it moves: the approval before it and the summary after it are
 * entries of the log, and read out as such. Whoever comes to it hears the count.
 */
export function ProgressView({ props, node, session }: NodeViewProps<'progress'>) {
  const { texts } = useDockSettings();
  const status = node.runId === undefined ? undefined : session.view.runs[node.runId];
  const notDone = props.failed + props.denied + props.expired;
  const ended = props.done + notDone;
  return (
    <section className="cs-card cs-progress" aria-live="off" aria-label={props.title} data-working={status === 'running' || undefined}>
      <p className="cs-card-title">
        <Icon name="list" />
        <span dir="auto">{props.title}</span>
        <span className="cs-state">{toWord(status, ended === props.total, texts)}</span>
      </p>
      <div
        className="cs-bar"
        role="progressbar"
        aria-label={props.title}
        aria-valuemin={0}
        aria-valuemax={props.total}
        aria-valuenow={ended}
        aria-valuetext={props.text}
      >
        {/* Drawn by attributes: a strict content policy refuses styles that stand in the page. */}
        <svg className="cs-bar-drawing" viewBox={`0 0 ${props.total} 1`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <rect className="cs-bar-done" width={props.done} height={1} />
          <rect className="cs-bar-not-done" x={props.done} width={notDone + props.inDoubt} height={1} />
        </svg>
      </div>
      <p className="cs-progress-text" dir="auto">
        {props.text}
      </p>
      {props.current !== null && status === 'running' && (
        <p className="cs-detail" dir="auto">
          {fillText(texts.progressNow, { call: props.current })}
        </p>
      )}
    </section>
  );
}

function toWord(status: RunStatus | undefined, isComplete: boolean, texts: DockTexts): string {
  if (status === undefined) return '';
  if (status === 'awaiting_approval') return texts.progressWaitsForApproval;
  if (status === 'awaiting_human') return texts.progressWaitsForAnswer;
  if (!isFinal(status)) return texts.progressWorking;
  return isComplete ? texts.progressFinished : texts.progressStopped;
}
