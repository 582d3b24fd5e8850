import { useDockSettings } from './dock-settings.tsx';

/** The start of a conversation: what it is for, and sentences to begin with. */
export function EmptyLog({ suggestions, onSend }: { suggestions: readonly string[]; onSend: (text: string) => void }) {
  const { texts } = useDockSettings();
  return (
    <div className="cs-empty">
      <p className="cs-empty-title">{texts.emptyTitle}</p>
      <p className="cs-empty-text">{texts.emptyText}</p>
      {suggestions.length > 0 && (
        <ul className="cs-suggestions">
          {suggestions.map((text) => (
            <li key={text}>
              <button type="button" className="cs-suggestion" dir="auto" onClick={() => onSend(text)}>
                {text}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
