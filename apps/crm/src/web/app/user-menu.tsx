import { Menu, Text, UnstyledButton, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import { IconDeviceDesktop, IconLogout, IconMoon, IconSelector, IconSun } from '@tabler/icons-react';
import { useMe } from '../auth/me-query.ts';
import { useSignOut } from '../auth/use-sign-out.ts';
import { Initials } from '../ui/initials.tsx';
import classes from './user-menu.module.css';

const schemes = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'Like this device', icon: IconDeviceDesktop },
] as const;

const isScheme = (value: string): value is (typeof schemes)[number]['value'] => schemes.some((scheme) => scheme.value === value);

/** Who is signed in, how the page looks, and the way out. */
export function UserMenu({ isCompact }: { isCompact: boolean }) {
  const { user, shop, role } = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useSignOut();
  return (
    <Menu position="top-start" width={240} withInitialFocusPlaceholder={false} withinPortal={false}>
      <Menu.Target>
        <UnstyledButton className={classes.button}>
          <Initials name={user.name} />
          <VisuallyHidden>Account menu of </VisuallyHidden>
          {isCompact && <VisuallyHidden>{user.name}</VisuallyHidden>}
          {!isCompact && (
            <>
              <span className={classes.who}>
                <span className={classes.name}>{user.name}</span>
                <span className={classes.role}>{role}</span>
              </span>
              <IconSelector size={16} aria-hidden />
            </>
          )}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.card}>
          <Text size="sm" fw={600}>
            {user.name}
          </Text>
          <Text size="xs" c="dimmed">
            {user.email}
          </Text>
          <Text size="xs" c="dimmed">
            <span className={classes.role}>{role}</span> at {shop.name}
          </Text>
        </div>
        <Menu.Divider />
        <Menu.Label>Appearance</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(value) => isScheme(value) && setColorScheme(value)}>
          {schemes.map(({ value, label, icon: Icon }) => (
            <Menu.RadioItem key={value} value={value} rightSection={<Icon size={16} aria-hidden />}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
