import { CountersignError } from '@countersign/core';
import { findSqlError } from '../db/find-sql-error.ts';

/** Says of a name that is taken what a form can show beside it; throws everything else on. @throws always */
export function refuseTakenName(thrown: unknown): never {
  if (findSqlError(thrown)?.constraint !== 'services_by_name') throw thrown;
  const message = 'There is a service of this name already.';
  throw new CountersignError('invalid_input', message, { details: { issues: [{ path: 'name', message }] }, cause: thrown });
}
