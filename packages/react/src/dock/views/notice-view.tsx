import { Hidden } from '../button.tsx';
import { useDockSettings } from '../dock-settings.tsx';
import { Icon } from '../icons.tsx';
import type { NodeViewProps } from '../node-views.ts';

const looks = {
  info: { icon: 'info', word: 'noticeInfo' },
  warning: { icon: 'triangle', word: 'noticeWarning' },
  error: { icon: 'circleCross', word: 'noticeError' },
} as const;

/** Short words about something that went other than asked; small where they only say that nothing did. */
export function NoticeView({ props }: NodeViewProps<'notice'>) {
  const { texts } = useDockSettings();
  const { icon, word } = looks[props.level];
  if (props.isAccount && props.level === 'info')
    return (
      <p className="cs-account" dir="auto">
        {props.text}
      </p>
    );
  return (
    <div className="cs-notice" data-level={props.level}>
      <Icon name={icon} />
      <div>
        <Hidden>{texts[word]}</Hidden>
        <p className="cs-text" dir="auto">
          {props.text}
        </p>
      </div>
    </div>
  );
}
