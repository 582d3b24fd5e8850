import { Button, Center, Stack, Text, Title } from '@mantine/core';
import { IconMoodSad } from '@tabler/icons-react';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { toSentence } from '../api/api-failure.ts';

/** What is shown when a page cannot be: what happened, and a way on. */
export function ErrorScreen({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Center mih="60dvh" p="xl" role="alert">
      <Stack align="center" gap="sm" maw={440} ta="center">
        <IconMoodSad size={40} stroke={1.5} aria-hidden />
        <Title order={1}>This page could not be shown</Title>
        <Text c="dimmed">{toSentence(error)}</Text>
        <Button onClick={retry} mt="sm">
          Try again
        </Button>
      </Stack>
    </Center>
  );
}
