const WIDTH = 150;

/** JSON for people and for `diff`: a line for whatever fits on one, and nothing moves because something else grew. */
export function print(value: unknown, indent = ''): string {
  const short = toLine(value);
  if (indent.length + short.length <= WIDTH || typeof value !== 'object' || value === null) return short;
  const inner = `${indent}  `;
  if (Array.isArray(value)) return `[\n${value.map((item) => `${inner}${print(item, inner)}`).join(',\n')}\n${indent}]`;
  const lines = Object.entries(value).map(([key, one]) => `${inner}${JSON.stringify(key)}: ${print(one, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function toLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value);
  return entries.length === 0 ? '{}' : `{ ${entries.map(([key, one]) => `${JSON.stringify(key)}: ${toLine(one)}`).join(', ')} }`;
}
