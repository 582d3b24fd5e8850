import { useRef } from 'react';
import { ApprovalItem, type Decision, type Item } from './approval-item.tsx';
import { ApproveRest } from './approve-rest.tsx';

/** With more items than these each shows its words on demand, so that the list can be looked over. */
const MANY = 3;

interface ApprovalItemsProps {
  items: readonly Item[];
  kind: 'call' | 'doubt';
  isRequestPending: boolean;
  isDeciding: boolean;
  /** Resolves to true when the decisions were taken. */
  onDecide: (decisions: Decision[]) => Promise<boolean>;
  /** Takes the focus when nothing waits here any more: the buttons that had it are gone. */
  onDone: () => void;
}

/** The items of one request, decided one by one or together. */
export function ApprovalItems({ items, kind, isRequestPending, isDeciding, onDecide, onDone }: ApprovalItemsProps) {
  const list = useRef<HTMLDivElement>(null);
  const waiting = isRequestPending ? items.filter(({ status }) => status === 'pending') : [];
  const decide = async (decisions: Decision[]) => {
    if (isDeciding || !(await onDecide(decisions))) return;
    const next = waiting.find(({ itemId }) => !decisions.some((decision) => decision.itemId === itemId));
    const row = next && list.current?.querySelector<HTMLElement>(`[data-item="${next.itemId}"]`);
    if (row) row.focus();
    else onDone();
  };
  const decideAll = (decision: 'approve' | 'deny') => void decide(waiting.map(({ itemId }) => ({ itemId, decision })));
  return (
    <div ref={list}>
      {items.map((item) => (
        <ApprovalItem
          key={item.itemId}
          item={item}
          kind={kind}
          isRequestPending={isRequestPending}
          isOneOfMany={items.length > MANY}
          isDeciding={isDeciding}
          onDecide={(decision) => void decide([decision])}
        />
      ))}
      {kind === 'call' && waiting.length > 1 && <ApproveRest count={waiting.length} isDeciding={isDeciding} onDecide={decideAll} />}
    </div>
  );
}
