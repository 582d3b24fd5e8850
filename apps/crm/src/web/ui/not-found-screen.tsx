import { Button, Center, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';

export function NotFoundScreen() {
  return (
    <Center mih="60dvh" p="xl">
      <Stack align="center" gap="sm" maw={440} ta="center">
        <Title order={1}>There is no such page</Title>
        <Text c="dimmed">The address may be mistyped, or what it led to is gone.</Text>
        <Button component={Link} to="/clients" mt="sm">
          Go to the clients
        </Button>
      </Stack>
    </Center>
  );
}
