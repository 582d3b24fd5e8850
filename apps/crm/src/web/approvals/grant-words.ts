import type { GrantConditions, GrantWords } from '@countersign/core';
import { RecordType } from '../../shared/activity.ts';
import { formatMoney } from '../../shared/money.ts';
import { formatPhone } from '../../shared/phone.ts';
import { RecordRef } from '../../shared/record-names.ts';

/** Which kind of record an argument names. @example toRecordType('/lines/0/serviceId') // 'service' */
function toRecordType(path: string): RecordType | undefined {
  return RecordType.safeParse(/([a-z]+)Id$/.exec(path)?.[1]).data;
}

/** The records that a permission is for, each once. */
export function listRecords(all: readonly GrantConditions[]): RecordRef[] {
  const records = all.flatMap(({ fixed }) =>
    fixed.flatMap(({ path, value }) => RecordRef.safeParse({ recordType: toRecordType(path), recordId: value }).data ?? []),
  );
  return [...new Map(records.map((record) => [`${record.recordType}:${record.recordId}`, record])).values()];
}

/** What is said for ids, addresses and amounts. @param nameOf undefined: what has that id is not there for who reads this */
export function toGrantWords(nameOf: (recordId: string) => string | undefined, currency: string): GrantWords {
  return {
    nameOf: (path, id) => (toRecordType(path) ? nameOf(id) : undefined),
    recipient: (address) => (address.startsWith('+') ? formatPhone(address) : address),
    money: (cents) => formatMoney(cents, currency),
  };
}
