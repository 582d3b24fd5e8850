import type { useSession } from '@countersign/react';
import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import classes from './copilot.module.css';
import { EmptyLog } from './empty-log.tsx';
import { NodeView } from './nodes/node-view.tsx';
import { OutgoingMessage } from './outgoing-message.tsx';

/** How near to its end the log must be, in pixels, to follow what is added. */
const NEAR_END = 80;

/** Everything that was said and done, oldest first. */
export function Log({ session }: { session: ReturnType<typeof useSession> }) {
  const { view, outgoing, status } = session;
  const log = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const [isBehind, setBehind] = useState(false);
  const isEmpty = view.nodes.length === 0 && outgoing.length === 0;

  const toEnd = () => log.current?.scrollTo({ top: log.current.scrollHeight });
  const onScroll = () => {
    const element = log.current;
    if (!element) return;
    isFollowing.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
    if (isFollowing.current) setBehind(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was added decides when to scroll, not how
  useEffect(() => {
    if (isFollowing.current) toEnd();
    else setBehind(true);
  }, [view.last, outgoing.length]);

  return (
    <div className={classes.logFrame}>
      <div
        ref={log}
        className={classes.log}
        onScroll={onScroll}
        role="log"
        aria-live="polite"
        aria-label="Conversation with the copilot"
        aria-busy={status === 'loading'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
      >
        {isEmpty && status !== 'loading' && <EmptyLog onSend={session.send} />}
        {view.nodes.map((node) => (
          <NodeView key={node.key} node={node} session={session} />
        ))}
        {outgoing.map((message) => (
          <OutgoingMessage key={message.clientMessageId} message={message} session={session} />
        ))}
      </div>
      {isBehind && (
        <Button className={classes.toEnd} size="compact-sm" radius="xl" leftSection={<IconArrowDown size={14} aria-hidden />} onClick={toEnd}>
          New messages
        </Button>
      )}
    </div>
  );
}
