import { Group, Skeleton, Stack } from '@mantine/core';

const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** Stands where rows are about to be. */
export function SkeletonRows() {
  return (
    <Stack gap="md" role="status" aria-busy="true" aria-label="Loading">
      {rows.map((row) => (
        <Group key={row} gap="md" wrap="nowrap">
          <Skeleton circle height={34} />
          <Skeleton height={14} width="30%" />
          <Skeleton height={14} width="22%" visibleFrom="sm" />
          <Skeleton height={14} width="28%" visibleFrom="sm" />
        </Group>
      ))}
    </Stack>
  );
}
