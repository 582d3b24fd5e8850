import type { Icon } from '@tabler/icons-react';
import { IconArrowRight } from '@tabler/icons-react';
import { Link, useRouter } from '@tanstack/react-router';
import { type ReactNode, useId } from 'react';
import classes from './dashboard.module.css';

interface DashboardCardProps {
  title: string;
  icon: Icon;
  /** The figure that matters, such as 3 or "$1,240.00". */
  figure: ReactNode;
  /** What the figure counts, in a few words. */
  words: ReactNode;
  /** The list behind it; `state` and the like are its filters. */
  more: { to: string; search: Readonly<Record<string, string>>; label: string };
  /** The first of the list. */
  children?: ReactNode;
}

/** One thing to look at: a figure, the first of what it counts, and the way to all of it. */
export function DashboardCard({ title, icon: IconOfKind, figure, words, more, children }: DashboardCardProps) {
  const id = useId();
  const hasPage = useHasPage();
  return (
    <section className={classes.card} aria-labelledby={id}>
      <div className={classes.cardHead}>
        <IconOfKind size={18} stroke={1.75} aria-hidden />
        <h2 id={id}>{title}</h2>
        {hasPage(more.to) && (
          <Link to={more.to} search={more.search} className={classes.more}>
            {more.label}
            <IconArrowRight size={15} aria-hidden />
          </Link>
        )}
      </div>
      <p className={classes.figure}>
        <strong>{figure}</strong> <span>{words}</span>
      </p>
      {children}
    </section>
  );
}

/** Is there a page for an address of the router? A kind of record may be kept before it has pages of its own. */
function useHasPage(): (path: string) => boolean {
  const { routesByPath } = useRouter();
  return (path) => Object.hasOwn(routesByPath, path);
}

interface DashboardRowProps {
  /** The pattern of the page of such records, such as `/jobs/$jobId`. */
  page: string;
  to: string;
  name: ReactNode;
  detail: ReactNode;
  /** What stands at the end of the row. */
  children?: ReactNode;
}

/** One record of a card, and the way to it. */
export function DashboardRow({ page, to, name, detail, children }: DashboardRowProps) {
  const hasPage = useHasPage();
  const content = (
    <>
      <span className={classes.rowText}>
        <span className={classes.name}>{name}</span>
        <span className={classes.detail}>{detail}</span>
      </span>
      {children}
    </>
  );
  return hasPage(page) ? (
    <Link to={to} className={classes.row}>
      {content}
    </Link>
  ) : (
    <div className={classes.row}>{content}</div>
  );
}
