import { zodResolver } from '@hookform/resolvers/zod';
import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useForm } from 'react-hook-form';
import { ApiFailure, toSentence } from '../api/api-failure.ts';
import { DemoAccounts } from './demo-accounts.tsx';
import { SignIn, signIn } from './sign-in.ts';

/** The email and password form. `onSignedIn` may load what comes next; the button stays busy until it is done. */
export function SignInForm({ onSignedIn }: { onSignedIn: () => Promise<void> }) {
  const { register, handleSubmit, setError, setFocus, setValue, clearErrors, formState } = useForm<SignIn>({
    resolver: zodResolver(SignIn),
    defaultValues: { email: '', password: '' },
  });
  const submit = handleSubmit(async (credentials) => {
    try {
      await signIn(credentials);
      await onSignedIn();
    } catch (error) {
      setError('root', { message: toRefusal(error) });
      setFocus('password');
    }
  });
  return (
    <Stack gap="lg">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          {formState.errors.root && (
            <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} role="alert">
              {formState.errors.root.message}
            </Alert>
          )}
          <TextInput label="Email" type="email" autoComplete="username" size="md" error={formState.errors.email?.message} {...register('email')} />
          <PasswordInput label="Password" autoComplete="current-password" size="md" error={formState.errors.password?.message} {...register('password')} />
          <Button type="submit" size="md" loading={formState.isSubmitting}>
            Sign in
          </Button>
        </Stack>
      </form>
      <DemoAccounts
        onPick={(account) => {
          clearErrors();
          setValue('email', account.email);
          setValue('password', account.password);
          setFocus('password');
        }}
      />
    </Stack>
  );
}

function toRefusal(error: unknown): string {
  if (!(error instanceof ApiFailure)) return toSentence(error);
  if (error.status === 401) return 'This email and password do not fit together. Check both and try again.';
  if (error.status === 429) return 'Too many tries. Wait a minute, then try again.';
  return error.message;
}
