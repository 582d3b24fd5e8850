import type { FoldedNode } from '@countersign/core';
import { expect, test } from 'vitest';
import { findOpened } from './find-opened.ts';

const record = { id: 'v1', label: '2021 Chevrolet Tahoe' };
const at = (seq: number, props: object, type = 'records'): FoldedNode => ({
  key: `k${seq}`,
  type,
  seq,
  at: '2026-11-26T10:00:00Z',
  props: { title: 'Vehicle', panel: 'vehicle', opens: true, items: [record], ...props },
});

test('the record that was asked to be opened last is gone to, unless it was there before', () => {
  const nodes = [at(3, {}), at(7, { items: [{ ...record, id: 'v2' }] })];
  expect(findOpened(nodes, 2)).toBe('/vehicles/v2');
  expect(findOpened(nodes, 7)).toBeUndefined();
});

test.each([
  ['what is only listed', { opens: false }],
  ['several', { items: [record, record] }],
  ['what has no page here', { panel: 'robot' }],
  ['none', { items: [] }],
])('%s is not gone to', (_what, props) => {
  expect(findOpened([at(3, props)], 0)).toBeUndefined();
  expect(findOpened([at(3, {}, 'message')], 0)).toBeUndefined();
});
