import { Group, Text } from '@mantine/core';

/** The product's sign and name. */
export function ProductMark({ withName = true }: { withName?: boolean }) {
  return (
    <Group gap={10} wrap="nowrap">
      <img src="/icon.svg" alt={withName ? '' : 'Gloss'} width={30} height={30} />
      {withName && (
        <Text fw={700} fz="lg" lts="-0.01em" component="span">
          Gloss
        </Text>
      )}
    </Group>
  );
}
