import type { Icon } from '@tabler/icons-react';
import { IconArrowRight } from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import { type ReactNode, useId } from 'react';
import classes from './dashboard.module.css';

interface DashboardCardProps {
  title: string;
  icon: Icon;
  /** The figure that matters, such as 3 or "$1,240.00". */
  figure: ReactNode;
  /** What the figure counts, in a few words. */
  words: ReactNode;
  /** The list behind it. */
  more: Pick<LinkProps, 'to' | 'search'> & { label: string };
  /** The first of the list. */
  children?: ReactNode;
}

/** One thing to look at: a figure, the first of what it counts, and the way to all of it. */
export function DashboardCard({ title, icon: IconOfKind, figure, words, more, children }: DashboardCardProps) {
  const id = useId();
  const { label, ...target } = more;
  return (
    <section className={classes.card} aria-labelledby={id}>
      <div className={classes.cardHead}>
        <IconOfKind size={18} stroke={1.75} aria-hidden />
        <h2 id={id}>{title}</h2>
        <Link {...target} className={classes.more}>
          {label}
          <IconArrowRight size={15} aria-hidden />
        </Link>
      </div>
      <p className={classes.figure}>
        <strong>{figure}</strong> <span>{words}</span>
      </p>
      {children}
    </section>
  );
}
