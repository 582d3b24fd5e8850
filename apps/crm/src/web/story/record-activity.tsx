import { Tooltip, VisuallyHidden } from '@mantine/core';
import {
  type Icon,
  IconCalendarEvent,
  IconCash,
  IconCashOff,
  IconCheck,
  IconChecks,
  IconFileInvoice,
  IconLink,
  IconMail,
  IconMessage,
  IconNote,
  IconPencil,
  IconPlayerPlay,
  IconPlus,
  IconPointFilled,
  IconSend,
  IconSparkles,
  IconX,
} from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ActivityView } from '../../shared/activity.ts';
import { useMe } from '../auth/me-query.ts';
import { isPanelName, toRecordPath } from '../kinds/record-paths.ts';
import { formatMoment } from '../ui/format-time.ts';
import record from '../ui/record-page.module.css';
import { PagedCard } from './paged-card.tsx';
import classes from './story.module.css';
import { activityQuery, type StoryOf } from './story-queries.ts';

/** A sign for what was done; what has none of its own gets a point. */
const icons: Readonly<Record<string, Icon>> = {
  created: IconPlus,
  changed: IconPencil,
  noted: IconNote,
  texted: IconMessage,
  emailed: IconMail,
  handled: IconChecks,
  attached: IconLink,
  sent: IconSend,
  accepted: IconCheck,
  declined: IconX,
  scheduled: IconCalendarEvent,
  in_progress: IconPlayerPlay,
  done: IconCheck,
  cancelled: IconX,
  no_show: IconX,
  issued: IconFileInvoice,
  paid: IconCash,
  refunded: IconCashOff,
  voided: IconX,
  delivered: IconSend,
  reminded: IconSend,
};

/** What was done to a record, by whom, the newest first. */
export function RecordActivity({ recordType, recordId }: StoryOf) {
  const query = useInfiniteQuery(activityQuery({ recordType, recordId }));
  const entries = query.data?.pages.flatMap((one) => one.activity) ?? [];
  return (
    <section className={record.card} aria-labelledby="activity-title">
      <h2 id="activity-title">Activity</h2>
      <PagedCard noun="activity" query={query} shown={entries.length} empty="Nothing was done yet.">
        <ol className={classes.entries} aria-label="Activity">
          {entries.map((entry) => (
            <li key={entry.id} className={classes.entry}>
              <Entry entry={entry} isHere={entry.recordId === recordId} />
            </li>
          ))}
        </ol>
      </PagedCard>
    </section>
  );
}

function Entry({ entry, isHere }: { entry: ActivityView; isHere: boolean }) {
  const { timeZone } = useMe().shop;
  const { recordType, recordId, action, summary, by, isCopilot, createdAt } = entry;
  const IconOfKind = icons[action] ?? IconPointFilled;
  return (
    <>
      <span className={classes.sign}>
        <IconOfKind size={15} aria-hidden />
      </span>
      <div className={classes.told}>
        <p>
          {!isHere && isPanelName(recordType) ? (
            <Link to={toRecordPath(recordType, recordId)} className={classes.elsewhere}>
              {summary}
            </Link>
          ) : (
            summary
          )}
        </p>
        <p className={classes.by}>
          {by}
          {isCopilot && (
            <Tooltip label="Done through the copilot">
              <span className={classes.copilot}>
                <IconSparkles size={13} aria-hidden />
                <VisuallyHidden>through the copilot</VisuallyHidden>
              </span>
            </Tooltip>
          )}
          <time dateTime={createdAt}>{formatMoment(createdAt, timeZone)}</time>
        </p>
      </div>
    </>
  );
}
