import { useRef } from 'react';
import { Button } from '../button.tsx';
import { useDockSettings } from '../dock-settings.tsx';
import { fillText } from '../fill-text.ts';
import { ApprovalItemView } from './approval-item-view.tsx';
import type { ApprovalDecision, ApprovalItem } from './decision.ts';

/** With more items than these each shows its words on demand, so that the list can be looked over. */
const MANY = 3;

export interface ApprovalItemsProps {
  items: readonly ApprovalItem[];
  kind: 'call' | 'doubt';
  isRequestPending: boolean;
  isDeciding: boolean;
  /** Resolves to true when the decisions were taken. */
  onDecide: (decisions: ApprovalDecision[]) => Promise<boolean>;
  /** Takes the focus when nothing waits here any more: the buttons that had it are gone. */
  onDone: () => void;
}

/** The items of one request, decided one by one or together. */
export function ApprovalItems({ items, kind, isRequestPending, isDeciding, onDecide, onDone }: ApprovalItemsProps) {
  const list = useRef<HTMLDivElement>(null);
  const waiting = isRequestPending ? items.filter(({ status }) => status === 'pending') : [];
  const decide = async (decisions: ApprovalDecision[]) => {
    if (isDeciding || !(await onDecide(decisions))) return;
    const next = waiting.find(({ itemId }) => !decisions.some((decision) => decision.itemId === itemId));
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-item]') ?? [])];
    const row = next && rows.find(({ dataset }) => dataset.item === next.itemId);
    if (row) row.focus();
    else onDone();
  };
  const decideAll = (decision: 'approve' | 'deny') => void decide(waiting.map(({ itemId }) => ({ itemId, decision })));
  return (
    <div ref={list}>
      {items.map((item) => (
        <ApprovalItemView
          key={item.itemId}
          item={item}
          kind={kind}
          isRequestPending={isRequestPending}
          isFolded={items.length > MANY}
          isDeciding={isDeciding}
          onDecide={(decision) => void decide([decision])}
        />
      ))}
      {kind === 'call' && waiting.length > 1 && <TheRest count={waiting.length} isDeciding={isDeciding} onDecide={decideAll} />}
    </div>
  );
}

/** Answers all that has not been answered yet, below the list of it: nobody gets here without having passed what they answer. */
function TheRest({ count, isDeciding, onDecide }: { count: number; isDeciding: boolean; onDecide: (decision: 'approve' | 'deny') => void }) {
  const { texts } = useDockSettings();
  return (
    <div className="cs-answers">
      <Button look="main" icon="checks" isBusy={isDeciding} onClick={() => onDecide('approve')}>
        {fillText(texts.approveAll, { count })}
      </Button>
      <Button icon="cross" isBusy={isDeciding} onClick={() => onDecide('deny')}>
        {fillText(texts.denyAll, { count })}
      </Button>
    </div>
  );
}
