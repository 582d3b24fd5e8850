import type { useSession } from '@countersign/react';
import { ActionIcon, Textarea } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useDock } from '../ui/dock-state.tsx';
import classes from './copilot.module.css';

/** The longest message the server takes. */
const MAX_TEXT = 4_000;

/** Where the user writes. Enter sends, Shift+Enter breaks the line, and an input method may use Enter for itself. */
export function Composer({ session }: { session: ReturnType<typeof useSession> }) {
  const { draft, setDraft, input } = useDock();
  const text = draft.trim();
  const send = () => {
    if (text === '') return;
    session.send(text);
    setDraft('');
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Safari reports the Enter that ends a composition with the key code 229 and isComposing already false.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className={classes.composer}
      aria-label="Message to the copilot"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Textarea
        ref={input}
        aria-label="Message to the copilot"
        placeholder="Ask or tell the copilot…"
        autosize
        minRows={1}
        maxRows={7}
        maxLength={MAX_TEXT}
        size="sm"
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        classNames={{ root: classes.inputRoot, input: classes.input }}
        enterKeyHint="send"
      />
      <ActionIcon type="submit" size={34} radius="xl" aria-label="Send" disabled={text === ''} className={classes.send}>
        <IconArrowUp size={18} aria-hidden />
      </ActionIcon>
    </form>
  );
}
