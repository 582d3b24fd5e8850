import { useRef, useState } from 'react';
import { useApprovals } from '../../hooks/use-approvals.ts';
import { type DockSettings, useDockSettings } from '../dock-settings.tsx';
import { fillText } from '../fill-text.ts';
import { formatInstant } from '../format-moment.ts';
import { Icon } from '../icons.tsx';
import type { NodeViewProps } from '../node-views.ts';
import { ApprovalItems } from './approval-items.tsx';
import type { ApprovalDecision } from './decision.ts';

/** Asks a human: may this happen (`call`), or did it (`doubt`)? Every item is decided on its own. */
export function ApprovalCard({ props }: Pick<NodeViewProps<'approval'>, 'props'>) {
  const settings = useDockSettings();
  const { texts } = settings;
  const { decide, isDeciding, error } = useApprovals();
  const [isRefused, setRefused] = useState(false);
  const card = useRef<HTMLElement>(null);
  const isDoubt = props.kind === 'doubt';
  const isPending = props.status === 'pending';

  const onDecide = async (decisions: ApprovalDecision[]) => {
    setRefused(false);
    const isTaken = await decide(props.requestId, decisions);
    setRefused(!isTaken);
    return isTaken;
  };
  return (
    <article
      ref={card}
      tabIndex={-1}
      className="cs-card cs-approval"
      data-kind={props.kind}
      data-pending={isPending || undefined}
      aria-label={isDoubt ? texts.doubtLabel : isPending ? texts.approvalNeeded : texts.approval}
    >
      <p className="cs-card-title">
        <Icon name={isDoubt ? 'question' : 'shield'} />
        {isDoubt ? texts.doubtTitle : isPending ? texts.approvalNeededTitle : texts.approval}
      </p>
      {isDoubt && isPending && <p className="cs-text">{texts.doubtText}</p>}
      <ApprovalItems
        items={props.items}
        kind={props.kind}
        isRequestPending={isPending}
        isDeciding={isDeciding}
        onDecide={onDecide}
        onDone={() => card.current?.focus()}
      />
      {isRefused && (
        <p className="cs-refusal" role="alert">
          {error && error.status < 500 ? error.message : texts.notRecorded}
        </p>
      )}
      <Footnote approval={props} settings={settings} />
    </article>
  );
}

/** Who asked, and until when; or why nobody is asked any more. */
function Footnote({ approval: { status, expiresAt }, settings }: { approval: NodeViewProps<'approval'>['props']; settings: DockSettings }) {
  const { texts, place, locale, timeZone } = settings;
  if (status === 'decided') return null;
  if (status !== 'pending') return <p className="cs-detail">{status === 'expired' ? texts.approvalExpired : texts.approvalCancelled}</p>;
  const moment = expiresAt === null ? undefined : formatInstant(expiresAt, 'moment', { locale, timeZone });
  return (
    <p className="cs-detail">
      {place === 'dock' ? texts.askedHere : texts.askedByTask}
      {moment && ` ${fillText(texts.waitsUntil, { moment })}`}
    </p>
  );
}
