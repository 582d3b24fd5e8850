import { explainGrant } from '@countersign/core';
import { expect, test } from 'vitest';
import { listRecords, toGrantWords } from './grant-words.ts';

const clientId = '0193b1f5-02aa-7d3c-8c55-0d6f1f2b9a10';
const serviceId = '0193b1f5-02aa-7d3c-8c55-0d6f1f2b9a11';
const conditions = {
  fixed: [
    { path: '/clientId', value: clientId },
    { path: '/role', value: 'primary' },
    { path: '/lines/0/serviceId', value: serviceId },
    { path: '/lines/1/serviceId', value: serviceId },
    { path: '/threadId', value: clientId },
    { path: '/jobId', value: 'no id of ours' },
  ],
  atMost: [],
  free: ['/body'],
  amountCents: 12_000,
  records: 1,
  recipients: ['+12125551001', 'mai@example.com'],
  asking: [],
};

test('the records a permission is for are found by what their arguments are called, each once', () => {
  expect(listRecords([conditions, conditions])).toEqual([
    { recordType: 'client', recordId: clientId },
    { recordType: 'service', recordId: serviceId },
  ]);
});

test('a permission says names, numbers and amounts as people do, and an id only where nothing has a name', () => {
  const names = new Map([[clientId, 'the client Jordan Miles']]);
  const words = toGrantWords((id) => names.get(id), 'USD');
  const said = explainGrant('send_text', 'tenant', { ...conditions, fixed: conditions.fixed.slice(0, 3) }, words);
  expect(said).toBe(
    `Always, for everybody here: send text for the client Jordan Miles, with role = "primary" and lines.0.serviceId = "${serviceId}"; body may differ; moving at most $120.00; reaching only (212) 555-1001 and mai@example.com.`,
  );
});
