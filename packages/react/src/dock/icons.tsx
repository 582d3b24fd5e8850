import type { ReactNode } from 'react';

/** Drawn on 24 by 24, as lines. They decorate: what they mean is said in words beside them. */
const shapes = {
  arrowUp: <path d="M12 19V5m-6 6 6-6 6 6" />,
  arrowDown: <path d="M12 5v14m6-6-6 6-6-6" />,
  ban: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="m5.7 5.7 12.6 12.6" />
    </>
  ),
  check: <path d="m5 12.5 4.5 4.5L19 7.5" />,
  checks: <path d="m2.5 12.5 4.5 4.5L16 7.5m-4 9 .5.5L22 7.5" />,
  chevronDown: <path d="m6 9.5 6 6 6-6" />,
  chevronRight: <path d="m9.5 6 6 6-6 6" />,
  circleCheck: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="m8 12.3 2.8 2.8L16 9.5" />
    </>
  ),
  circleCross: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="m9 9 6 6m0-6-6 6" />
    </>
  ),
  clock: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 7v5l3 2.5" />
    </>
  ),
  cross: <path d="m6 6 12 12M18 6 6 18" />,
  form: <path d="M4 5h16v14H4zm4 5h8m-8 4h5" />,
  info: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 11.5V16m0-8.2v.1" />
    </>
  ),
  list: <path d="m3.5 6.5 1.5 1.5 2.5-3m-4 7.5 1.5 1.5 2.5-3m-4 7.5L5 20l2.5-3M11.5 6.5h9m-9 6h9m-9 6h9" />,
  offline: <path d="m4 4 16 16M8.5 15.5a5 5 0 0 1 5.2-1.2M5.5 12a9.5 9.5 0 0 1 4.7-2.6m3.6 0a9.5 9.5 0 0 1 4.7 2.6M12 19v.1" />,
  pencil: <path d="M4 20h4L19 9l-4-4L4 16zm9-13 4 4" />,
  question: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.5m0 2.9v.1" />
    </>
  ),
  rule: <path d="M12 4v16m-5 0h10M5 7h14M5 7l-2.5 6a3 3 0 0 0 5 0zm14 0-2.5 6a3 3 0 0 0 5 0z" />,
  shield: (
    <>
      <path d="M12 3c2.4 1.9 5 2.8 8 3 .3 6.5-1.7 12-8 15-6.3-3-8.3-8.5-8-15 3-.2 5.6-1.1 8-3z" />
      <path d="m8.8 11.8 2.3 2.3 4.1-4.4" />
    </>
  ),
  triangle: <path d="M12 4 2.8 19.5h18.4zm0 6v4.500m0 2.700v.1" />,
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return (
    <svg className={`cs-icon ${className}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {shapes[name]}
    </svg>
  );
}
