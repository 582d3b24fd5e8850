import { CountersignError } from '@countersign/core';
import type { HonoRequest } from 'hono';
import type { z } from 'zod';

/** @throws {CountersignError} `unsupported_media_type`, `invalid_request` when it is no JSON, `invalid_input` with the issues */
export async function readBody<T extends z.ZodType>(request: HonoRequest, schema: T): Promise<z.output<T>> {
  return parseInput(schema, await readJson(request), 'body');
}

/** @throws {CountersignError} `invalid_request`, `invalid_input` with the issues */
export function readQuery<T extends z.ZodType>(request: HonoRequest, schema: T): z.output<T> {
  const search = new URL(request.url).searchParams;
  const names = [...search.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new CountersignError('invalid_request', `The query names ${twice.slice(0, 100)} more than once.`);
  return parseInput(schema, Object.fromEntries(search), 'query');
}

/** @throws {CountersignError} `unsupported_media_type`, `invalid_request` */
export async function readJson(request: HonoRequest): Promise<unknown> {
  requireJson(request);
  return parseJson(await request.arrayBuffer());
}

/** @throws {CountersignError} `unsupported_media_type` */
export function requireJson(request: HonoRequest): void {
  const type = request.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    throw new CountersignError('unsupported_media_type', 'Send the body as JSON, with the header Content-Type: application/json.');
}

/** @throws {CountersignError} `invalid_request` when it is no JSON */
export function parseJson(bytes: ArrayBuffer | Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (cause) {
    throw new CountersignError('invalid_request', 'The body is not valid JSON in UTF-8.', { cause });
  }
}

/** @throws {CountersignError} `invalid_input` with the issues */
export function parseInput<T extends z.ZodType>(schema: T, value: unknown, place: string): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.').slice(0, 200), message: message.slice(0, 300) }));
  const first = issues[0];
  throw new CountersignError('invalid_input', `The ${place} is not valid: ${first?.path ? `${first.path}: ` : ''}${first?.message ?? 'unknown'}`, {
    details: { issues },
  });
}
