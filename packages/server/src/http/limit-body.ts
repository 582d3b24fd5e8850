import { CountersignError } from '@countersign/core';

/**
 * Reads a request's JSON body without ever holding more than `maxBytes` of it, whatever `Content-Length` claims.
 *
 * @throws {CountersignError} `unsupported_media_type`, `payload_too_large`, `invalid_request`
 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  requireJson(request.headers);
  const bytes = await readBytes(request, maxBytes);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CountersignError('invalid_request', 'The body is not UTF-8. Send JSON encoded as UTF-8.', { cause });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new CountersignError('invalid_request', text.trim() === '' ? 'The body is empty. Send a JSON object.' : 'The body is not valid JSON.', { cause });
  }
}

function requireJson(headers: Headers): void {
  const encoding = headers.get('content-encoding');
  if (encoding !== null && encoding.toLowerCase() !== 'identity') {
    throw new CountersignError('unsupported_media_type', 'The body is compressed. Send it as plain JSON.');
  }
  const [type = '', ...parameters] = (headers.get('content-type') ?? '').toLowerCase().split(';');
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='));
  if (type.trim() !== 'application/json' || (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset))) {
    throw new CountersignError('unsupported_media_type', 'Send the body as JSON, with the header Content-Type: application/json.');
  }
}

async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = () => new CountersignError('payload_too_large', `The body is larger than ${maxBytes} bytes.`, { details: { maxBytes } });
  if (Number(request.headers.get('content-length')) > maxBytes) throw tooLarge();
  if (request.bodyUsed)
    throw new Error('The body was read before the handler saw the request. Hand it over unread, or use toNodeHandler, which accepts parsed bodies.');
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (reader) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new CountersignError('invalid_request', 'The body broke off before its end. Send the request again.', { cause });
    });
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      // Not awaited: a sender that never stops must not keep the answer back.
      reader.cancel().catch(() => undefined);
      throw tooLarge();
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}
