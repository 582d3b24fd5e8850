import { type KeyboardEvent, useState } from 'react';
import { useSession } from '../hooks/use-session.ts';
import { Button } from './button.tsx';
import { useDockSettings } from './dock-settings.tsx';

/** The longest message that the server takes. */
const MAX_TEXT = 4_000;
/** Where the browser does not grow the field with its text, the lines that were broken by hand are counted. */
const MAX_ROWS = 7;

export interface ComposerProps {
  /** What was typed and not sent yet, for hosts that keep it while the dock is away. @default it is kept here */
  draft?: string;
  onDraftChange?: (text: string) => void;
}

/** Where the user writes. Enter sends, Shift+Enter breaks the line, and an input method may use Enter for itself. */
export function Composer({ draft, onDraftChange }: ComposerProps) {
  const session = useSession();
  const { texts, input } = useDockSettings();
  const [own, setOwn] = useState('');
  const shown = draft ?? own;
  const change = onDraftChange ?? setOwn;
  const send = () => {
    const text = shown.trim();
    if (text === '') return;
    session.send(text);
    change('');
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
      className="cs-composer"
      aria-label={texts.composerLabel}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={input}
        className="cs-input"
        // An empty field that finds its own direction is left-to-right, its placeholder with it.
        dir={shown === '' ? undefined : 'auto'}
        aria-label={texts.composerLabel}
        placeholder={texts.placeholder}
        rows={Math.min(MAX_ROWS, shown.split('\n').length)}
        maxLength={MAX_TEXT}
        enterKeyHint="send"
        value={shown}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Button type="submit" look="main" icon="arrowUp" className="cs-send" aria-label={texts.send} title={texts.send} disabled={shown.trim() === ''} />
    </form>
  );
}
