import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const directory = import.meta.dirname;
const read = (file: string) => readFileSync(path.resolve(directory, file), 'utf8');
const sheet = read('dock.css');
const components = globSync('**/*.tsx', { cwd: directory })
  .filter((file) => !file.endsWith('.test.tsx'))
  .map(read)
  .join('\n');
const guide = read('../../../../docs/guides/react.md');
const unique = (text: string, pattern: RegExp) => [...new Set(Array.from(text.matchAll(pattern), ([, found = '']) => found))].toSorted();

test('every class of the components is in the style sheet, and every one there is used', () => {
  expect(unique(components, /[" `](cs-[a-z-]+)(?=[" `])/g)).toEqual(unique(sheet, /\.(cs-[a-z-]+)/g));
});

test('the guide names every variable that a host may set', () => {
  const declared = unique(sheet.slice(0, sheet.indexOf('}')), /(--cs-[a-z-]+):/g);
  expect(declared.length).toBeGreaterThan(20);
  expect(declared.filter((name) => !guide.includes(`\`${name.replace(/(?<=warn|bad)-(soft|line)$/, '')}\``))).toEqual([]);
});

test('the guide names every option', () => {
  const options = unique(read('dock-settings.tsx').match(/interface DockOptions \{[\s\S]*?\n\}/)?.[0] ?? '', /^ {2}(\w+)\?:/gm);
  expect(options.length).toBeGreaterThan(10);
  expect(options.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
});

test('what a component sets on an element is never a style, which a strict content policy would refuse', () => {
  expect(components).not.toMatch(/\bstyle=/);
});
