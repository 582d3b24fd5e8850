import { checkColours, checkScreen, resize } from './check-screen.ts';
import { test } from './test.ts';

test('Every screen can be used by everybody, on a desk and on a phone', { timeout: 90_000 }, async ({ visit }) => {
  const nobody = await visit(null);
  await nobody.go('/sign-in');
  await nobody.page.getByRole('button', { name: /owner@south\.test/ }).waitFor();
  await checkScreen(nobody.page, 'sign-in');

  const manager = await visit('manager@north.test');
  const { page, panel, approval, composer } = manager;
  await manager.haveClient({ firstName: 'Axel', lastName: 'Able', phone: '555-310-9001', email: 'axel@example.com', notes: 'Likes it clean.' });
  await manager.go('/clients');
  await page.getByRole('row', { name: /Adam Garcia/ }).waitFor();
  await checkScreen(page, 'clients');

  /** The copilot stands beside the page on a desk, and on a phone is a sheet from below. */
  const checkCopilot = async (screen: string) => {
    await checkColours(page, `${screen}-1280`);
    await resize(page, 390);
    await page.getByRole('button', { name: 'Copilot', exact: true }).click();
    await composer.waitFor();
    await checkColours(page, `${screen}-390`);
    await page.keyboard.press('Escape');
    await composer.waitFor({ state: 'detached' });
    await resize(page, 1280);
    await composer.waitFor();
  };
  await checkCopilot('copilot-empty');
  await manager.ask('Text Axel Able that the car is ready');
  await approval.waitFor();
  await checkCopilot('approval');
  await manager.decide(() => approval.getByRole('button', { name: /^Approve/ }).click());
  await manager.log.getByText('Texted Axel').waitFor();
  await manager.ask('Find Axel');
  await manager.ask('What can you do?');
  await checkCopilot('conversation');

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Messages' }).click();
  await page.getByRole('main').getByText('the car is ready').first().waitFor();
  await checkScreen(page, 'outbox');
  await manager.say("Change Axel Able's email to other@example.com");
  await manager.showsForm({ 'First name': 'Axel', Email: 'other@example.com' });
  await panel.getByLabel('Phone').fill('1');
  await panel.getByLabel('Notes').focus();
  await panel.getByRole('alert').first().waitFor();
  await checkScreen(page, 'panel');
  await panel.getByLabel('Phone').fill('');
  await panel.getByRole('button', { name: 'Save changes' }).click();
  await panel.waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'Axel Able', level: 1 }).waitFor();
  await checkScreen(page, 'client');
});
