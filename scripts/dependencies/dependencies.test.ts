import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findScriptProblems } from './install-scripts.ts';
import { findLicenceProblems } from './licences.ts';
import { findSourceProblems, type LockedPackage, listFetched, toName } from './lock-file.ts';

const integrity = `sha512-${'A'.repeat(86)}==`;
const packagesOf = (entries: Record<string, LockedPackage>) => new Map(Object.entries(entries));
const from = (host: string) => ({ integrity, resolved: `https://${host}/a.tgz` });

describe('where packages come from', () => {
  test('a hash each, and one registry, also where it is not named', () => {
    expect(findSourceProblems(packagesOf({ 'node_modules/a': { integrity }, 'node_modules/b': from('one.example') }))).toEqual([]);
  });

  test.each<[string, LockedPackage, string]>([
    ['no hash', {}, 'has no SHA-512'],
    ['a weak hash', { integrity: 'sha1-AAAA' }, 'has no SHA-512'],
    ['no TLS', { integrity, resolved: 'http://one.example/a.tgz' }, 'is not fetched from a registry over HTTPS'],
    ['a repository', { integrity, resolved: 'git+ssh://git@one.example/a.git' }, 'is not fetched from a registry over HTTPS'],
    ['a file', { integrity, resolved: 'file:a.tgz' }, 'is not fetched from a registry over HTTPS'],
  ])('%s is refused', (_title, entry, problem) => {
    expect(findSourceProblems(packagesOf({ 'node_modules/a': entry }))).toEqual([expect.stringContaining(`node_modules/a ${problem}`)]);
  });

  test('the few that come from another host than the many are named', () => {
    const packages = packagesOf({ 'node_modules/a': from('two.example'), 'node_modules/b': from('one.example'), 'node_modules/c': from('one.example') });
    expect(findSourceProblems(packages)).toEqual(['node_modules/a comes from another host than most packages do.']);
  });
});

describe('install scripts', () => {
  const packages = packagesOf({
    'node_modules/a': { hasInstallScript: true },
    'node_modules/x/node_modules/@b/c': { hasInstallScript: true },
    'node_modules/d': {},
  });

  test('each is let or refused by name', () => {
    expect(findScriptProblems(packages, { a: true, '@b/c': false })).toEqual([]);
  });

  test('one that nobody has looked at is refused, and so is an entry that lets nothing', () => {
    expect(findScriptProblems(packages, { a: true, d: true })).toEqual([
      expect.stringContaining('@b/c runs a script when it is installed'),
      expect.stringContaining('d runs no script any more'),
    ]);
  });
});

describe('licences', () => {
  const check = (license: unknown, exempt: Parameters<typeof findLicenceProblems>[2] = []) =>
    findLicenceProblems(packagesOf({ 'node_modules/a': { version: '1.0.0' } }), () => ({ version: '1.0.0', license: license as string }), exempt);

  test.each(['MIT', '(MIT OR GPL-3.0-only)', 'Apache-2.0 AND BSD-3-Clause', { type: 'ISC' }])('%j may be used', (license) => {
    expect(check(license)).toEqual([]);
  });

  test.each(['GPL-3.0-only', 'MIT AND GPL-3.0-only', 'SEE LICENSE IN LICENSE.txt', 'UNLICENSED', undefined])('%j may not', (license) => {
    expect(check(license)).toEqual([expect.stringContaining('node_modules/a is under')]);
  });

  test('an exception holds for its package and its licence, and is taken out when nobody needs it', () => {
    expect(check('MPL-2.0', [{ name: 'a', licence: 'MPL-2.0', why: '' }])).toEqual([]);
    expect(check('MPL-2.0', [{ name: '*', licence: 'MPL-2.0', why: '' }])).toEqual([]);
    expect(check('GPL-3.0-only', [{ name: 'a', licence: 'MPL-2.0', why: '' }])).toHaveLength(2);
    expect(check('MIT', [{ name: 'a', licence: 'MPL-2.0', why: '' }])).toEqual([expect.stringContaining('a needs no exception any more')]);
  });

  test('what is not here is judged by the lock file, if it is of another platform', () => {
    const judge = (entry: LockedPackage) => findLicenceProblems(packagesOf({ 'node_modules/a': entry }), () => undefined, []);
    expect(judge({ optional: true, license: 'MIT' })).toEqual([]);
    expect(judge({ optional: true, license: 'GPL-3.0-only' })).toHaveLength(1);
    expect(judge({ license: 'MIT' })).toEqual(['node_modules/a is not installed: run npm ci.']);
  });

  test('what is installed is what is locked', () => {
    const packages = packagesOf({ 'node_modules/a': { version: '1.0.0' } });
    expect(findLicenceProblems(packages, () => ({ version: '2.0.0', license: 'MIT' }), [])).toEqual([
      expect.stringContaining('is installed in 2.0.0, not in 1.0.0'),
    ]);
  });
});

test('the lock file is read without what belongs to this repository', () => {
  const packages = listFetched(path.resolve(import.meta.dirname, '../..'));
  const names = [...packages.keys()].map(toName);
  expect(names).toContain('vitest');
  expect(names.filter((name) => name.startsWith('@countersign/'))).toEqual([]);
});
