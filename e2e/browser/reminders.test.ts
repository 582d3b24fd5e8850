import { expect } from 'vitest';
import { picture, test } from './test.ts';

test('I have everybody reminded who is more than 30 days late, deny one, and see what came of it, also after a reload', async ({ visit, sql }) => {
  const owner = await visit('owner@south.test');
  const { page, log } = owner;
  await owner.go('/clients');
  const countSent = async () => (await sql<{ sent: number }>("select count(*)::int as sent from crm.deliveries where tenant_id = 'shop-south'"))[0]?.sent ?? 0;
  const before = await countSent();
  const { status, said } = await owner.ask('Remind everyone whose invoice is more than 30 days overdue');
  expect([status, said]).toEqual(['awaiting_approval', expect.stringMatching(/^\d+ invoices are more than 30 days overdue, \$[\d,.]+ in all\./)]);

  // One request, an item for each, and nothing has gone out.
  const items = owner.approval.getByText(/^Remind .+ of invoice \d+ by (?:text|email) at /);
  await items.first().waitFor();
  const count = await items.count();
  expect(count).toBeGreaterThan(2);
  expect(await countSent()).toBe(before);
  const bar = log.getByRole('progressbar', { name: 'Reminders of invoices more than 30 days overdue' });
  expect([await bar.getAttribute('aria-valuenow'), await bar.getAttribute('aria-valuemax')]).toEqual(['0', String(count)]);
  await picture(page, 'reminders-to-approve');

  await owner.approval
    .getByRole('button', { name: /^Deny: / })
    .first()
    .click();
  await log.getByText(/^Denied by /).waitFor();
  const after = await owner.decide(() => owner.approval.getByRole('button', { name: `Approve all ${count - 1}` }).click());
  expect(after.status).toBe('completed_with_failures');
  const summary = `${count - 1} of ${count} reminders sent, 1 denied`;
  await log.getByText(`${summary}.`).waitFor();
  expect(await countSent()).toBe(before + count - 1);
  expect([await bar.getAttribute('aria-valuenow'), await bar.getAttribute('aria-valuetext')]).toEqual([String(count), summary]);
  await picture(page, 'reminders-sent');

  await page.reload();
  await log.getByText(`${summary}.`).waitFor();
  expect(await bar.getAttribute('aria-valuetext')).toBe(summary);
  expect(await log.getByText('Finished', { exact: true }).count()).toBe(1);
});
