import { Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconHistory, IconListCheck, IconShieldCheck } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { ProductMark } from '../ui/product-mark.tsx';
import { meQuery } from './me-query.ts';
import classes from './sign-in.module.css';
import { SignInForm } from './sign-in-form.tsx';

const points = [
  { icon: IconListCheck, text: 'Tell the copilot what you need. It fills in your own forms; you look them over and save.' },
  { icon: IconShieldCheck, text: 'Nothing leaves the shop before somebody who may decide it has read and approved it.' },
  { icon: IconHistory, text: 'Everything it did, and everything it could not do, is on the record.' },
];

const route = getRouteApi('/sign-in');

export function SignInPage() {
  useDocumentTitle('Sign in · Gloss');
  const router = useRouter();
  const queryClient = useQueryClient();
  const { redirect = '/clients' } = route.useSearch();
  const enter = async () => {
    await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
    await router.navigate({ href: redirect, replace: true });
  };
  return (
    <div className={classes.page}>
      <section className={classes.pitch} aria-label="About Gloss">
        <h2 className={classes.headline}>The front office of your detailing shop, with an assistant that asks first.</h2>
        <ul className={classes.points}>
          {points.map(({ icon: Icon, text }) => (
            <li key={text} className={classes.point}>
              <Icon size={22} aria-hidden />
              {text}
            </li>
          ))}
        </ul>
      </section>
      <main className={classes.form}>
        <Stack gap="xl">
          <Stack gap="lg">
            <ProductMark />
            <div>
              <Title order={1}>Sign in to your shop</Title>
              <Text c="dimmed" mt={4}>
                Use the account your shop gave you.
              </Text>
            </div>
          </Stack>
          <SignInForm onSignedIn={enter} />
        </Stack>
      </main>
    </div>
  );
}
