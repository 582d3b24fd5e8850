import { CountersignError } from '@countersign/core';
import type { NameRecords, RecordNames } from '../../shared/record-names.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { findRecord } from './find-record.ts';

/** What records are called now, as far as the actor may see them: of the others it is not even said that they are not there. */
export async function nameRecords(tx: CrmTx, actor: Actor, { of }: NameRecords): Promise<RecordNames> {
  const names: Record<string, string> = {};
  for (const record of of) {
    try {
      names[record.recordId] = (await findRecord(tx, actor, record)).name;
    } catch (error) {
      const isHidden = error instanceof CountersignError && (error.code === 'not_found' || error.code === 'permission_denied');
      if (!isHidden) throw error;
    }
  }
  return { names };
}
