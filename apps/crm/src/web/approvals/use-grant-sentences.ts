import { explainGrant, type GrantOffer } from '@countersign/core';
import { keepPreviousData, queryOptions, skipToken, useQuery } from '@tanstack/react-query';
import { RecordNames, type RecordRef } from '../../shared/record-names.ts';
import { request, toQuery } from '../api/request.ts';
import { useMe } from '../auth/me-query.ts';
import { listRecords, toGrantWords } from './grant-words.ts';

const namesQuery = (of: readonly RecordRef[]) => {
  const list = of.map(({ recordType, recordId }) => `${recordType}:${recordId}`).join(',');
  return queryOptions({
    queryKey: ['record-names', list],
    queryFn: list === '' ? skipToken : ({ signal }) => request(RecordNames, `/api/records/names${toQuery({ of: list })}`, { signal }),
    placeholderData: keepPreviousData,
  });
};

/** More are not asked for at once; those beyond keep their ids. */
const MAX_NAMES = 100;

/** Sentences of permissions with the names that their records have now, for whoever reads them. Until the names are here: "…". */
export function useGrantSentences(all: readonly Pick<GrantOffer, 'conditions'>[]): (tool: string, offer: GrantOffer) => string {
  const { currency } = useMe().shop;
  const records = listRecords(all.flatMap(({ conditions }) => conditions ?? [])).slice(0, MAX_NAMES);
  const { data, isLoading } = useQuery(namesQuery(records));
  const words = toGrantWords((id) => data?.names[id] ?? (isLoading ? '…' : undefined), currency);
  return (tool, { scope, text, conditions }) => (conditions ? explainGrant(tool, scope, conditions, words) : text);
}
