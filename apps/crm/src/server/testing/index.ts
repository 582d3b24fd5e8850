/** What tests outside the CRM start it with. */
export { createOutboxProvider } from '../messages/outbox-provider.ts';
export type { TextProvider } from '../messages/text-provider.ts';
export { type Ask, createAsk, createTestCrm, type TestCrm } from './create-test-crm.ts';
