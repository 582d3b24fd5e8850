import { RecordActivity } from './record-activity.tsx';
import { RecordNotes } from './record-notes.tsx';
import classes from './story.module.css';
import type { StoryOf } from './story-queries.ts';

/** What the team noted on a record and what was done to it: the end of every record's page. */
export function RecordStory({ recordType, recordId }: StoryOf) {
  return (
    <div className={classes.story}>
      <RecordNotes key={`notes-${recordId}`} recordType={recordType} recordId={recordId} />
      <RecordActivity key={`activity-${recordId}`} recordType={recordType} recordId={recordId} />
    </div>
  );
}
