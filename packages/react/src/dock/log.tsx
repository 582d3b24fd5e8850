import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useSession } from '../hooks/use-session.ts';
import { Button } from './button.tsx';
import { useDockSettings } from './dock-settings.tsx';
import { EmptyLog } from './empty-log.tsx';
import { NodeView } from './node-view.tsx';
import { OutgoingMessage } from './outgoing-message.tsx';

/** How near to its end the log must be, in pixels, to follow what is added. */
const NEAR_END = 80;

export interface LogProps {
  /** Sentences to begin with. @default none */
  suggestions?: readonly string[];
  /** What a conversation begins with, instead of the words and the suggestions. */
  empty?: ReactNode;
}

/** Everything that was said and done, oldest first. What is added is read out once, when it is complete. */
export function Log({ suggestions = [], empty }: LogProps) {
  const session = useSession();
  const { texts } = useDockSettings();
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
    <div className="cs-log-frame">
      <div
        ref={log}
        className="cs-log"
        onScroll={onScroll}
        role="log"
        aria-live="polite"
        aria-label={texts.logLabel}
        aria-busy={status === 'loading'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
      >
        {isEmpty && status === 'loading' && <p className="cs-loading">{texts.loading}</p>}
        {isEmpty && status !== 'loading' && (empty ?? <EmptyLog suggestions={suggestions} onSend={session.send} />)}
        {view.nodes.map((node) => (
          <NodeView key={node.key} node={node} session={session} />
        ))}
        {outgoing.map((message) => (
          <OutgoingMessage key={message.clientMessageId} message={message} session={session} />
        ))}
      </div>
      {isBehind && (
        <Button look="main" icon="arrowDown" className="cs-to-end" onClick={toEnd}>
          {texts.newMessages}
        </Button>
      )}
    </div>
  );
}
