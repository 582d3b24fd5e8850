import { expect } from 'vitest';
import { checkColours, checkScreen } from './check-screen.ts';
import { picture, test } from './test.ts';

test('I switch the copilot off while I use it: it pauses and says why, I see what was unusual, and it goes on when I switch it on', async ({ visit, sql }) => {
  const owner = await visit('owner@south.test');
  const { page, api } = owner;
  const main = page.getByRole('main');
  const dialog = page.getByRole('dialog');
  await owner.go('/settings/control');
  await main.getByText('Nothing is switched off').waitFor();
  await main.getByRole('button', { name: 'Switch something off' }).click();
  await dialog.getByRole('option', { name: 'Send text' }).waitFor({ state: 'attached' });
  await dialog.getByRole('button', { name: 'Switch off now' }).click();
  await dialog.getByText('Write why, in a few words.').waitFor();
  await checkColours(page, 'switch-off-1280');
  await dialog.getByRole('textbox', { name: 'Why' }).fill('We look at something first.');
  await page.keyboard.press('Enter');
  await main.getByText('“We look at something first.”').waitFor();
  try {
    const { status, said, events } = await owner.ask('Find Jordan');
    expect([status, said]).toEqual(['paused', expect.stringContaining('switched off by Sofia Lindqvist: We look at something first.')]);
    await page.getByText('Paused. Why stands above.').waitFor();
    await picture(page, 'paused');
    const run = events.find((event) => event.type === 'run.status');
    await sql(
      `insert into countersign.alerts (tenant_id, kind, hour, subject, data) select tenant_id, 'denials', now(), id, $2 from countersign.runs where id::text = $1`,
      [run?.runId, { text: '10 calls in a row were refused by rules or permissions.', agent: 'copilot' }],
    );
    const alert = main.getByRole('listitem').filter({ hasText: 'Refused over and over' });
    await page.getByRole('link', { name: /^Control, \d+ waiting/ }).waitFor();
    await alert.getByRole('link', { name: 'See the work' }).waitFor();
    await alert.getByRole('button', { name: 'Go on' }).waitFor();
    await checkScreen(page, 'control');
    await alert.getByRole('button', { name: /^I have looked at it/ }).click();
    await alert.waitFor({ state: 'detached' });
    await main.getByRole('link', { name: 'All', exact: true }).click();
    await alert.getByText(/^Looked at by Sofia/).waitFor();
    await main.getByRole('button', { name: 'Switch on again: The copilot' }).click();
    await dialog.getByRole('textbox', { name: 'Why' }).fill('All is well.');
    await picture(page, 'switch-on');
    await dialog.getByRole('button', { name: 'Switch on again' }).click();
    await main.getByText('Nothing is switched off').waitFor();
    // The button is gone, the place is not lost.
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-labelledby'))).toBe('off-title');
    // Nobody has to let it go on.
    await owner.log.getByText('Jordan Ellis').first().waitFor();
    await page.getByText('Paused. Why stands above.').waitFor({ state: 'detached' });
  } finally {
    // Whatever went wrong: others use this shop after me.
    await api.post('/agent/switches', { data: { kind: 'agent', name: 'copilot', isOff: false, reason: 'The test is over.' } });
  }
});

test('As a manager I see what is off and switch nothing; as a technician none of it is open to me', async ({ visit }) => {
  const manager = await visit('manager@north.test');
  await manager.go('/settings/control');
  await manager.page.getByRole('main').getByText('Nothing is switched off').waitFor();
  expect(await manager.page.getByRole('button', { name: 'Switch something off' }).count()).toBe(0);
  expect((await manager.api.post('/agent/switches', { data: { kind: 'agent', name: 'copilot', isOff: true, reason: 'x' } })).status()).toBe(403);
  const technician = await visit('tech@north.test');
  await technician.go('/settings/control');
  await technician.page.getByRole('main').getByText('Control is not open to your role').waitFor();
  expect(await technician.page.getByRole('link', { name: 'Control' }).count()).toBe(0);
  for (const path of ['/agent/alerts', '/agent/switches']) expect((await technician.api.get(path)).status(), path).toBe(403);
});
