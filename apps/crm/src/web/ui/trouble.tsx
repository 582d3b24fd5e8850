import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { toSentence } from '../api/api-failure.ts';

interface TroubleProps {
  title: string;
  error: unknown;
  isRetrying: boolean;
  onRetry: () => void;
}

/** What is shown in place of data that did not come, with the way to ask again. */
export function Trouble({ title, error, isRetrying, onRetry }: TroubleProps) {
  return (
    <Alert color="red" variant="light" role="alert" title={title} icon={<IconAlertTriangle aria-hidden />}>
      <p style={{ margin: '0 0 0.75rem' }}>{toSentence(error)}</p>
      <Button size="xs" variant="default" loading={isRetrying} onClick={onRetry}>
        Try again
      </Button>
    </Alert>
  );
}
