import type { ReactNode } from 'react';
import { useSession } from '../hooks/use-session.ts';
import { Button } from './button.tsx';
import { useDockSettings } from './dock-settings.tsx';

export interface DockHeaderProps {
  /** A few words under the title. */
  note?: ReactNode;
  /** Hides the dock. @default there is no button for it */
  onHide?: () => void;
}

/** Whom one talks to, and the way to a new conversation. */
export function DockHeader({ note, onHide }: DockHeaderProps) {
  const { view, startNew } = useSession();
  const { texts, input } = useDockSettings();
  const begin = () => {
    startNew();
    input.current?.focus();
  };
  return (
    <div className="cs-header">
      <div className="cs-grow">
        <h2 className="cs-title">{texts.title}</h2>
        {note && <p className="cs-note">{note}</p>}
      </div>
      <Button look="quiet" icon="pencil" aria-label={texts.newConversation} title={texts.newConversation} onClick={begin} disabled={view.nodes.length === 0} />
      {onHide && <Button look="quiet" icon="cross" aria-label={texts.hide} title={texts.hide} onClick={onHide} />}
    </div>
  );
}
