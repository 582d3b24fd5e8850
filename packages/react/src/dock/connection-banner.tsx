import type { ReactNode } from 'react';
import { type Session, useSession } from '../hooks/use-session.ts';
import { Button } from './button.tsx';
import { type DockSettings, useDockSettings } from './dock-settings.tsx';
import { Icon, type IconName } from './icons.tsx';

/** Says when the conversation is not live, and what the user can do about it. */
export function ConnectionBanner() {
  const session = useSession();
  const settings = useDockSettings();
  return <div role="status">{toBanner(session, settings)}</div>;
}

function toBanner(session: Session, { texts, onSignIn }: DockSettings): ReactNode {
  const { status, error, notice } = session;
  const retry = <Button onClick={session.reconnect}>{texts.tryNow}</Button>;
  switch (status) {
    case 'reconnecting':
      return <Line text={texts.reconnecting} action={retry} />;
    case 'offline':
      return <Line icon="offline" text={texts.offline} action={retry} />;
    case 'signed_out':
      return <Line icon="triangle" text={texts.signedOut} action={onSignIn && <Button onClick={onSignIn}>{texts.signIn}</Button>} />;
    case 'idle':
    case 'loading':
    case 'live':
      if (error) return <Line icon="triangle" text={error.message} />;
      return notice === undefined ? null : <Line icon="info" text={notice} />;
    default:
      return status satisfies never;
  }
}

function Line({ icon, text, action }: { icon?: IconName; text: string; action?: ReactNode }) {
  return (
    <div className="cs-banner">
      {icon ? <Icon name={icon} /> : <span className="cs-spinner" aria-hidden="true" />}
      <span className="cs-grow">{text}</span>
      {action}
    </div>
  );
}
