/** The demo sign-ins that other programs rely on. */
export const accounts = ['owner@north.test', 'manager@north.test', 'tech@north.test', 'owner@south.test'] as const;
export type Account = (typeof accounts)[number];
export const password = 'countersign-demo';

export interface Cookie {
  name: string;
  value: string;
}

/** Signs in the way any program would, through the product's own route. */
export async function signIn(url: string, account: Account): Promise<Cookie[]> {
  const response = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: account, password }),
  });
  if (!response.ok) throw new Error(`${account} could not sign in: ${response.status} ${await response.text()}`);
  return response.headers.getSetCookie().map((line) => {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1) };
  });
}
