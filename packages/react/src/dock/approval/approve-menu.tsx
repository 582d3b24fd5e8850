import type { GrantScope } from '@countersign/core';
import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Button } from '../button.tsx';
import { useDockSettings } from '../dock-settings.tsx';
import { fillText } from '../fill-text.ts';
import type { ApprovalItem } from './decision.ts';

interface ApproveMenuProps {
  item: ApprovalItem;
  isDeciding: boolean;
  onApprove: (scope: GrantScope) => void;
}

const titles = { run: 'grantRun', tenant: 'grantTenant' } as const;

/** What a wider yes would mean, each in the sentence that is kept with it. It unfolds in the card, where nothing can cut it off. */
export function ApproveMenu({ item, isDeciding, onApprove }: ApproveMenuProps) {
  const { texts, renderGrant } = useDockSettings();
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const offers = (item.grants ?? []).flatMap((offer) => {
    const sentence = renderGrant ? renderGrant(item.tool, offer) : offer.text;
    return sentence === null || sentence === undefined ? [] : [{ scope: offer.scope, sentence }];
  });
  useEffect(() => {
    if (!isOpen) return;
    menu.current?.scrollIntoView({ block: 'nearest' });
    menu.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
  }, [isOpen]);
  if (offers.length === 0) return null;

  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
    else if (!moveFocus(menu.current, event.key)) return;
    // Esc and the arrows mean the menu, not what is around it.
    event.preventDefault();
    event.stopPropagation();
  };
  const onBlur = ({ relatedTarget }: FocusEvent) => {
    const isInside = relatedTarget instanceof Node && (menu.current?.contains(relatedTarget) || relatedTarget === opener.current);
    if (!isInside) setOpen(false);
  };
  const name = fillText(texts.moreWays, { call: item.title });
  return (
    <>
      <Button
        ref={opener}
        look="main"
        icon="chevronDown"
        className="cs-wider"
        isBusy={isDeciding}
        // The press alone would take the focus out of the menu, which closes it, and the click would open it again.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => setOpen(!isOpen)}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={name}
      />
      {isOpen && (
        <div ref={menu} className="cs-menu" role="menu" aria-label={name} tabIndex={-1} onKeyDown={onKeyDown} onBlur={onBlur}>
          {offers.map(({ scope, sentence }) => (
            <button key={scope} type="button" role="menuitem" tabIndex={-1} className="cs-menu-item" onClick={() => !isDeciding && onApprove(scope)}>
              <span className="cs-menu-title">{texts[titles[scope]]}</span>
              <span className="cs-detail" dir="auto">
                {sentence}
              </span>
            </button>
          ))}
        </div>
      )}
    </>
  );
}

/** @returns false where the key moves nothing */
function moveFocus(menu: HTMLElement | null, key: string): boolean {
  const items = [...(menu?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  const at = items.findIndex((item) => item.matches(':focus'));
  const targets: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  const target = targets[key];
  if (target === undefined) return false;
  items.at(target % items.length)?.focus();
  return true;
}
