import type { Logger } from '@countersign/server';

/** Structured lines, one JSON object each; the runtime's own logger has the same shape. */
export type Log = Logger;

/** Writes warnings and errors, and information where asked, to a stream (stderr in production: stdout is for people). */
export function createLog(write: (line: string) => void, level: 'info' | 'warn' | 'error' = 'warn'): Log {
  const order = ['info', 'warn', 'error'];
  const line = (at: 'info' | 'warn' | 'error') => (fields: object, message: string) => {
    if (order.indexOf(at) < order.indexOf(level)) return;
    write(`${JSON.stringify({ at: new Date().toISOString(), level: at, message, ...fields }, describeErrors)}\n`);
  };
  return { info: line('info'), warn: line('warn'), error: line('error') };
}

/** An Error has no fields of its own that JSON would show. */
function describeErrors(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  return { name, message: withoutParameters(message), stack: stack && withoutParameters(stack), ...(cause !== undefined && { cause }) };
}

/** Drizzle puts the values of a failed query into its message: names, numbers and texts of people, which no log should keep. */
function withoutParameters(text: string): string {
  return text.replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/g, '');
}
