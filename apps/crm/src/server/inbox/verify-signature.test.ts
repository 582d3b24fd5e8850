import { expect, test } from 'vitest';
import { signInbound, verifyInbound } from './verify-signature.ts';

const secret = 'a secret of tests, long enough for all';
const body = new TextEncoder().encode('{"id":"1"}');
const now = new Date('2026-11-20T12:00:00Z');
const seconds = String(now.getTime() / 1000);
const signed = { timestamp: seconds, signature: signInbound(secret, seconds, body) };

test('what was signed with the secret, just now, is genuine', () => {
  expect(verifyInbound({ secret, body, now, ...signed })).toBe('genuine');
  expect(verifyInbound({ secret, body, now: new Date(now.getTime() + 299_000), ...signed })).toBe('genuine');
  expect(verifyInbound({ secret, body, now: new Date(now.getTime() - 299_000), ...signed })).toBe('genuine');
});

test.each([
  ['another body', { body: new TextEncoder().encode('{"id":"2"}') }],
  ['another secret', { secret: 'another secret of tests, as long as that' }],
  ['another time', { timestamp: String(Number(seconds) + 1) }],
  ['no signature', { signature: undefined }],
  ['no time', { timestamp: undefined }],
  ['an empty signature', { signature: 'v1=' }],
  ['half a signature', { signature: signed.signature.slice(0, -2) }],
  ['an unknown version', { signature: signed.signature.replace('v1', 'v2') }],
  ['a time that is none', { timestamp: 'NaN' }],
  ['a time in other writing', { timestamp: `${seconds}.0` }],
])('%s is forged', (_name, change) => {
  expect(verifyInbound({ secret, body, now, ...signed, ...change })).toBe('forged');
});

test.each([301_000, -301_000])('what was signed %i ms away is stale, so that it cannot be played again', (ms) => {
  expect(verifyInbound({ secret, body, now: new Date(now.getTime() + ms), ...signed })).toBe('stale');
});
