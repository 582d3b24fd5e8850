import type { useSession } from '@countersign/react';
import { Button, Loader } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle, IconPlugConnectedX } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './copilot.module.css';

type Session = ReturnType<typeof useSession>;

/** Says when the conversation is not live, and what the user can do about it. */
export function ConnectionBanner({ session }: { session: Session }) {
  return (
    <div role="status">
      <Banner session={session} />
    </div>
  );
}

function Banner({ session }: { session: Session }) {
  const router = useRouter();
  const retry = (
    <Button size="compact-xs" variant="default" onClick={session.reconnect}>
      Try now
    </Button>
  );
  switch (session.status) {
    case 'reconnecting':
      return (
        <Line icon={<Loader size={14} color="currentColor" aria-hidden />} action={retry}>
          The connection dropped. Reconnecting…
        </Line>
      );
    case 'offline':
      return (
        <Line icon={<IconPlugConnectedX size={16} aria-hidden />} action={retry}>
          No connection. The conversation goes on when it is back.
        </Line>
      );
    case 'signed_out':
      return (
        <Line
          icon={<IconAlertTriangle size={16} aria-hidden />}
          action={
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => void router.navigate({ to: '/sign-in', search: { redirect: router.state.location.href } })}
            >
              Sign in
            </Button>
          }
        >
          You are signed out.
        </Line>
      );
    case 'idle':
    case 'loading':
    case 'live':
      if (session.error) return <Line icon={<IconAlertTriangle size={16} aria-hidden />}>{session.error.message}</Line>;
      return session.notice ? <Line icon={<IconInfoCircle size={16} aria-hidden />}>{session.notice}</Line> : null;
  }
}

function Line({ icon, action, children }: { icon: ReactNode; action?: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.banner}>
      {icon}
      <span className={classes.bannerText}>{children}</span>
      {action}
    </div>
  );
}
