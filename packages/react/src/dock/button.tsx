import type { ButtonHTMLAttributes, Ref } from 'react';
import { Icon, type IconName } from './icons.tsx';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `main`: what is most likely wanted. `quiet`: a text that can be pressed. @default 'plain' */
  look?: 'main' | 'plain' | 'quiet';
  icon?: IconName;
  /**
   * An answer is on its way. The button is not disabled: one that is loses the focus, and with it the place of whoever uses the
   * keyboard. It does nothing.
   */
  isBusy?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = 'plain', icon, isBusy = false, className = '', onClick, children, ...props }: ButtonProps) {
  return (
    <button
      type="button"
      className={`cs-button ${className}`}
      data-look={look}
      data-icon-only={children === undefined || undefined}
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? undefined : onClick}
      {...props}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** Words for those who hear the page. */
export function Hidden({ children }: { children: string }) {
  return <span className="cs-hidden">{children} </span>;
}
