import { Stack, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type DemoAccount, demoQuery } from './demo-query.ts';
import classes from './sign-in.module.css';

/** One click fills the form with a demo sign-in. Shown only where the server says that it serves demo data. */
export function DemoAccounts({ onPick }: { onPick: (account: DemoAccount) => void }) {
  const { data: accounts = [] } = useQuery(demoQuery);
  if (accounts.length === 0) return null;
  return (
    <Stack gap="xs" component="section" aria-labelledby="demo-accounts">
      <Text id="demo-accounts" size="sm" fw={600}>
        This server has demo data. Fill in a demo sign-in:
      </Text>
      <div className={classes.accounts}>
        {accounts.map((account) => (
          <UnstyledButton key={account.email} className={classes.account} onClick={() => onPick(account)} type="button">
            <span className={classes.email}>{account.email}</span>
            <span className={classes.detail}>
              <span className={classes.role}>{account.role}</span> of {account.shop}
            </span>
          </UnstyledButton>
        ))}
      </div>
    </Stack>
  );
}
