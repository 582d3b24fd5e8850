import type { OutgoingMessage as Outgoing } from '../client/session-state.ts';
import type { Session } from '../hooks/use-session.ts';
import { Button } from './button.tsx';
import { useDockSettings } from './dock-settings.tsx';
import { fillText } from './fill-text.ts';
import { Icon } from './icons.tsx';
import { Bubble } from './views/message-view.tsx';

/** A message of the user that the server has not confirmed yet. It is read out when it stands in the log, not twice. */
export function OutgoingMessage({ message, session }: { message: Outgoing; session: Session }) {
  const { texts } = useDockSettings();
  const { clientMessageId, text, state, error } = message;
  const reason = error?.code === 'unavailable' ? texts.serverAway : (error?.message ?? '');
  return (
    <div className="cs-outgoing" data-state={state} aria-live="off">
      <Bubble from="user" text={text} />
      {state === 'failed' && (
        <div className="cs-failed" role="alert">
          <Icon name="triangle" />
          <span className="cs-grow">{fillText(texts.notSent, { reason })}</span>
          <Button onClick={() => session.retry(clientMessageId)}>{texts.tryAgain}</Button>
          <Button look="quiet" onClick={() => session.discard(clientMessageId)}>
            {texts.discard}
          </Button>
        </div>
      )}
    </div>
  );
}
