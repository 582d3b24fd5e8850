import { z } from 'zod';
import { request } from '../api/request.ts';

/** What the sign-in form asks for. Any password is sent: only the server knows which is right. */
export const SignIn = z.object({
  email: z.string().trim().pipe(z.email('Write your email address, like name@shop.com.')),
  password: z.string().min(1, 'Write your password.'),
});
export type SignIn = z.infer<typeof SignIn>;

/** Opens a session; its cookie is the browser's to keep. @throws {ApiFailure} `invalid_email_or_password`, `offline` */
export async function signIn(credentials: SignIn): Promise<void> {
  await request(z.unknown(), '/api/auth/sign-in/email', { method: 'POST', body: credentials });
}

/** Ends the session. */
export async function signOut(): Promise<void> {
  await request(z.unknown(), '/api/auth/sign-out', { method: 'POST', body: {} });
}
