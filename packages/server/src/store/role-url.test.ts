import { expect, test } from 'vitest';
import { deriveRolePassword, toScramVerifier, toUrlOfDatabase, toUrlOfRole } from './role-url.ts';

test('a derived password is the same for the same URL and another for another user, password or role', () => {
  const admin = { user: 'postgres', password: 'secret' };
  const password = deriveRolePassword(admin, 'countersign_app');
  expect(deriveRolePassword({ ...admin }, 'countersign_app')).toBe(password);
  const others = [
    deriveRolePassword({ ...admin, password: 'other' }, 'countersign_app'),
    deriveRolePassword({ ...admin, user: 'root' }, 'countersign_app'),
    deriveRolePassword(admin, 'countersign_owner'),
  ];
  expect(new Set([password, ...others]).size).toBe(4);
  expect(password).not.toContain('secret');
});

test('a password is sent in the form that the server stores', () => {
  // The example of RFC 7677 (SCRAM-SHA-256), in the server's notation.
  expect(toScramVerifier('pencil', Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'))).toBe(
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  );
});

test.each([
  ['postgres://admin:p%40ss@db.example:5433/product?sslmode=require', 'postgres://app:x@db.example:5433/product?sslmode=require'],
  ['postgresql://db.example/product', 'postgresql://app:x@db.example/product'],
  ['postgres:///product?host=/run/postgresql&user=admin', 'postgres:///product?host=%2Frun%2Fpostgresql&user=app&password=x'],
  ['postgres://admin@db.example/product?user=other&password=y', 'postgres://app:x@db.example/product'],
])('%s under another role', (url, expected) => {
  expect(toUrlOfRole(url, 'app', 'x')).toBe(expected);
});

test('without a password to derive from, none is invented', () => {
  expect(toUrlOfRole('postgres://admin@localhost/product', 'app', null)).toBe('postgres://app@localhost/product');
});

test('another database of the same server', () => {
  expect(toUrlOfDatabase('postgres://a:b@h:1/old?sslmode=require', 'né w')).toBe('postgres://a:b@h:1/n%C3%A9%20w?sslmode=require');
});
