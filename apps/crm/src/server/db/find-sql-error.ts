/** What Postgres said of a query that failed. Drizzle wraps what pg throws. */
export function findSqlError(thrown: unknown): { code: string; constraint: string | undefined } | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    const { code, constraint } = error as { code?: unknown; constraint?: unknown };
    if (typeof code === 'string') return { code, constraint: typeof constraint === 'string' ? constraint : undefined };
  }
  return undefined;
}
