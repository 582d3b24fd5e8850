import { checkScreen } from './check-screen.ts';
import { test } from './test.ts';

test('Everything about an invoice can be used by everybody, on a desk and on a phone', { timeout: 90_000 }, async ({ visit }) => {
  const { page, go, api } = await visit('owner@north.test');
  const dialog = page.getByRole('dialog');
  await go('/invoices');
  await page.getByRole('row').nth(3).waitFor();
  await checkScreen(page, `invoices`);
  await page.getByRole('button', { name: 'New invoice' }).click();
  await dialog.getByRole('button', { name: 'Save invoice' }).click();
  await dialog.getByRole('alert').first().waitFor();
  await checkScreen(page, `invoice-form`);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  const { invoices } = (await (await api.get('/api/invoices?status=overdue&limit=50&sort=dueOn')).json()) as { invoices: { id: string; paidCents: number }[] };
  const part = invoices.find((invoice) => invoice.paidCents > 0) ?? invoices[0];
  await go(`/invoices/${part?.id}`);
  await page.getByRole('heading', { name: /^Invoice #/ }).waitFor();
  await checkScreen(page, `invoice`);
  for (const [button, screen] of [
    ['Record payment', 'payment'],
    ['Refund', 'refund'],
    ['Remind', 'reminder'],
  ] as const) {
    await page.getByRole('button', { name: button, exact: true }).click();
    await (button === 'Remind' ? dialog.getByLabel('Text of the message').or(dialog.getByRole('alert')) : dialog.getByRole('textbox').first()).waitFor();
    await checkScreen(page, `invoice-${screen}`);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
  }
  const nguyen = (await (await api.get('/api/clients?q=nguyen')).json()) as { clients: { id: string }[] };
  await go(`/clients/${nguyen.clients[0]?.id}`);
  await page.getByRole('region', { name: 'Invoices' }).getByText('Owes').waitFor();
  await checkScreen(page, `client-owing`);
});
