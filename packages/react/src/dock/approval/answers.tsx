import type { ApprovalScope } from '@countersign/core';
import { useState } from 'react';
import { Button } from '../button.tsx';
import { useDockSettings } from '../dock-settings.tsx';
import { fillText } from '../fill-text.ts';
import { ApproveMenu } from './approve-menu.tsx';
import type { ApprovalDecision, ApprovalItem } from './decision.ts';

interface AnswersProps {
  item: ApprovalItem;
  kind: 'call' | 'doubt';
  isDeciding: boolean;
  onDecide: (decision: ApprovalDecision) => void;
}

/** The longest reason that the server takes. */
const MAX_REASON = 500;

/** The two answers, each named with what it answers, and room for a reason. */
export function Answers({ item, kind, isDeciding, onDecide }: AnswersProps) {
  const { texts } = useDockSettings();
  const [reason, setReason] = useState<string>();
  const answer = (decision: ApprovalDecision['decision'], scope?: ApprovalScope) =>
    onDecide({ itemId: item.itemId, decision, ...(scope && { scope }), ...(reason?.trim() && { reason: reason.trim() }) });
  const isCall = kind === 'call';
  const [yes, no] = isCall ? [texts.approve, texts.deny] : [texts.happened, texts.didNotHappen];
  const nameOf = (button: string) => fillText(texts.buttonFor, { button, call: item.title });
  return (
    <>
      {reason !== undefined && (
        <label className="cs-reason">
          <span>{texts.reason}</span>
          <input
            className="cs-field"
            dir="auto"
            placeholder={texts.reasonHint}
            maxLength={MAX_REASON}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            // biome-ignore lint/a11y/noAutofocus: the user has just asked for it, and the button that had the focus is gone
            autoFocus
          />
        </label>
      )}
      <div className="cs-answers">
        <Button look="main" icon="check" isBusy={isDeciding} onClick={() => answer(isCall ? 'approve' : 'happened')} aria-label={nameOf(yes)}>
          {yes}
        </Button>
        {isCall && <ApproveMenu item={item} isDeciding={isDeciding} onApprove={(scope) => answer('approve', scope)} />}
        <Button icon="cross" isBusy={isDeciding} onClick={() => answer(isCall ? 'deny' : 'not_happened')} aria-label={nameOf(no)}>
          {no}
        </Button>
        {reason === undefined && (
          <Button look="quiet" onClick={() => setReason('')}>
            {texts.addReason}
          </Button>
        )}
      </div>
    </>
  );
}
