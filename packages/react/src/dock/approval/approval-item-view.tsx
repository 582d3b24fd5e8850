import { Fragment, type ReactNode } from 'react';
import { useDockSettings } from '../dock-settings.tsx';
import { fillText, splitText } from '../fill-text.ts';
import { Icon } from '../icons.tsx';
import { Answers } from './answers.tsx';
import { ApprovalGrounds } from './approval-grounds.tsx';
import type { ApprovalDecision, ApprovalItem } from './decision.ts';
import { Preview } from './preview.tsx';

interface ApprovalItemViewProps {
  item: ApprovalItem;
  kind: 'call' | 'doubt';
  isRequestPending: boolean;
  /** Its details are folded away: it is one of many. */
  isFolded: boolean;
  isDeciding: boolean;
  onDecide: (decision: ApprovalDecision) => void;
}

const risks = { safe: 'riskSafe', cautious: 'riskCautious', destructive: 'riskDestructive', irreversible: 'riskIrreversible' } as const;
const isRisk = (risk: string): risk is keyof typeof risks => Object.hasOwn(risks, risk);

/** One call waiting for a human: exactly what would happen, and the two answers. */
export function ApprovalItemView({ item, kind, isRequestPending, isFolded, isDeciding, onDecide }: ApprovalItemViewProps) {
  const { texts } = useDockSettings();
  const preview = <Preview tool={item.tool} preview={item.preview} />;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's; this is a part of a card
    <div className="cs-item" role="group" aria-label={item.title} tabIndex={-1} data-item={item.itemId}>
      <p className="cs-item-title" dir="auto">
        {item.title}
      </p>
      {kind === 'call' && (
        <span className="cs-risk" data-risk={item.risk}>
          <Icon name="triangle" />
          {isRisk(item.risk) ? texts[risks[item.risk]] : item.risk}
        </span>
      )}
      {isFolded ? (
        <details className="cs-fold">
          <summary>{texts.details}</summary>
          {preview}
        </details>
      ) : (
        preview
      )}
      {item.status === 'pending' && <ApprovalGrounds asking={item.asking ?? []} origins={item.origins ?? []} />}
      {item.status === 'pending' && isRequestPending ? (
        <Answers item={item} kind={kind} isDeciding={isDeciding} onDecide={onDecide} />
      ) : (
        <Outcome item={item} />
      )}
    </div>
  );
}

const outcomes = {
  pending: { icon: 'clock', word: 'outcomePending' },
  approved: { icon: 'circleCheck', word: 'outcomeApproved' },
  denied: { icon: 'ban', word: 'outcomeDenied' },
  expired: { icon: 'clock', word: 'outcomeExpired' },
  happened: { icon: 'circleCheck', word: 'outcomeHappened' },
  not_happened: { icon: 'circleCross', word: 'outcomeNotHappened' },
  cancelled: { icon: 'ban', word: 'outcomeCancelled' },
} as const satisfies Record<ApprovalItem['status'], unknown>;

const reaches = { run: 'reachRun', tenant: 'reachTenant' } as const;

function Outcome({ item }: { item: ApprovalItem }) {
  const { texts, renderPerson } = useDockSettings();
  const { icon, word } = outcomes[item.status];
  const by = item.decidedBy === undefined ? undefined : (renderPerson?.(item.decidedBy) ?? item.decidedBy);
  const decided = by === undefined ? texts[word] : fillNodes(texts.outcomeBy, { outcome: texts[word], person: by });
  const reach = item.scope === undefined || item.scope === 'once' ? undefined : texts[reaches[item.scope]];
  return (
    <>
      <p className="cs-outcome" data-status={item.status}>
        <Icon name={icon} />
        <span>{reach === undefined ? decided : fillNodes(reach, { outcome: decided })}</span>
      </p>
      {item.reason && (
        <p className="cs-detail" dir="auto">
          {fillText(texts.givenReason, { reason: item.reason })}
        </p>
      )}
    </>
  );
}

function fillNodes(text: string, parts: Readonly<Record<string, ReactNode>>): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text keep their places
  return splitText(text, parts).map((part, index) => <Fragment key={index}>{part}</Fragment>);
}
