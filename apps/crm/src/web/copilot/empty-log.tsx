import { Text, UnstyledButton } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useCan, useMe } from '../auth/me-query.ts';
import classes from './copilot.module.css';

const forReaders = ["What's on the calendar today?", "Open the Tahoe's record", 'What can you do?'];
// In the order in which they work: the client of the later ones is made by the first.
const forWriters = [
  'Create a customer named Jordan Miles with phone 555-219-8841',
  'Find Jordan',
  "Change Jordan's email to j.miles@example.com",
  'Text Jordan Miles that the car is ready',
  'Which invoices are overdue?',
  "What's on the calendar tomorrow?",
  'What can you do?',
];

/** The start of a conversation: what the copilot is for, and sentences to begin with. */
export function EmptyLog({ onSend }: { onSend: (text: string) => void }) {
  const canWrite = useCan('clients:write');
  const { hasModel } = useMe().copilot;
  const suggestions = canWrite ? forWriters : forReaders;
  return (
    <div className={classes.empty}>
      <IconSparkles size={28} stroke={1.5} className={classes.spark} aria-hidden />
      <Text fw={600}>What can I take off your hands?</Text>
      <Text size="sm" c="dimmed">
        I find records
        {canWrite ? ', fill in your forms and prepare texts. You save, and you approve what leaves the shop.' : ' for you, and mark jobs as started or done.'}{' '}
        {hasModel ? 'Say it in your own words.' : 'I understand simple requests such as these.'}
      </Text>
      <ul className={classes.suggestions}>
        {suggestions.map((text) => (
          <li key={text}>
            <UnstyledButton className={classes.suggestion} onClick={() => onSend(text)}>
              {text}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
