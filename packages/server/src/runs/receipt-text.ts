import type { AnyTool } from '@countersign/core';
import type { Call } from './run.ts';
import { toWords } from './to-words.ts';

/** What the user reads, from the result and from nothing else. A receipt function that throws costs its wording, not the record. */
export function toReceiptText(tool: AnyTool, call: Pick<Call, 'status' | 'output' | 'input' | 'error' | 'isReplayed'>): string {
  const name = toWords(tool.name);
  switch (call.status) {
    case 'succeeded': {
      const text = safely(() => tool.receipt?.(call.output, call.input)) ?? `${name}: done.`;
      return call.isReplayed ? `${text} (This had been done before; it was not done again.)` : text;
    }
    case 'in_doubt':
      return `${name}: it is not known whether this happened.`;
    default:
      return `${name}: not done. ${call.error?.message ?? ''}`.trim();
  }
}

function safely<T>(render: () => T): T | undefined {
  try {
    return render();
  } catch {
    return undefined; // The caller has a plain sentence for this.
  }
}
