import type { ErrorCode } from '@countersign/core';
import * as core from '@countersign/core';
import * as internal from '@countersign/core/internal';
import { z } from 'zod';
import type { ServedRoute } from './endpoint.ts';

type JsonObject = Record<string, unknown>;

/**
 * The OpenAPI 3.1 document of the interface, generated from the routes and their schemas. Zod's own JSON Schema is the
 * dialect of OpenAPI 3.1, so nothing lies in between; schemas that core exports appear under their export's name.
 */
export function toOpenApi(routes: readonly ServedRoute[], basePath: string): JsonObject {
  const { refer, schemas } = collectSchemas(routes);
  const paths: Record<string, JsonObject> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: toOperation(route, refer) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Countersign',
      version: String(internal.PROTOCOL_VERSION),
      description: 'The agent layer of this product. It acts for the signed-in user, with that user’s permissions at every single call.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: basePath, description: 'Where the product mounts the interface.' }],
    security: [{ hostSession: [] }],
    tags: ['sessions', 'runs', 'approvals', 'policies', 'tools'].map((name) => ({ name })),
    paths,
    components: {
      schemas,
      securitySchemes: {
        hostSession: {
          type: 'apiKey',
          in: 'cookie',
          name: 'session',
          description:
            'The session of the product itself, however it is carried: the product reads it off the request. Requests that carry cookies and change something must come from the product’s own origin.',
        },
      },
    },
  };
}

type Refer = (schema: z.ZodType) => JsonObject;

/** Core's schemas under their export names, as far as the routes reach them. */
function collectSchemas(routes: readonly ServedRoute[]): { refer: Refer; schemas: JsonObject } {
  const registry = z.registry<{ id: string }>();
  const names = new Map<z.ZodType, string>();
  for (const [name, value] of Object.entries({ ...core, ...internal })) {
    if (!(value instanceof z.ZodType) || names.has(value)) continue;
    names.set(value, name);
    registry.add(value, { id: name });
  }
  const generated = z.toJSONSchema(registry, { io: 'input', uri: toRef }).schemas;
  const schemas: JsonObject = {};
  const reach = (name: string) => {
    if (Object.hasOwn(schemas, name)) return;
    const { $schema, $id, ...schema } = generated[name] as JsonObject;
    schemas[name] = schema;
    for (const [, inner = ''] of JSON.stringify(schema).matchAll(/"#\/components\/schemas\/(\w+)"/g)) reach(inner);
  };
  const refer: Refer = (schema) => {
    const name = names.get(schema);
    if (name === undefined) throw new Error('Every schema of a route is an export of core, so that it has a name in the OpenAPI document.');
    reach(name);
    return { $ref: toRef(name) };
  };
  for (const schema of routes.flatMap((route) => [route.reply, route.body ?? internal.ErrorResponse])) refer(schema);
  return { refer, schemas };
}

function toRef(name: string): string {
  return `#/components/schemas/${name}`;
}

function toOperation(route: ServedRoute, refer: Refer): JsonObject {
  const content: JsonObject = { 'application/json': { schema: refer(route.reply), example: route.replyExample } };
  if (route.stream) content['text/event-stream'] = { schema: { type: 'string', description: 'Server-sent events; `data` is one SessionEvent as JSON.' } };
  const parameters = toParameters(route);
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description && { description: route.description }),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && { requestBody: { required: true, content: { 'application/json': { schema: refer(route.body), example: route.bodyExample } } } }),
    responses: { [route.status]: { description: route.replyDescription, content }, ...toErrorResponses(toErrorCodes(route), refer) },
  };
}

function toParameters(route: ServedRoute): JsonObject[] {
  const parameters: JsonObject[] = [];
  if (route.id) parameters.push({ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } });
  if (route.query) {
    const { properties = {}, required = [] } = z.toJSONSchema(route.query, { io: 'input' });
    for (const [name, schema] of Object.entries(properties)) parameters.push({ name, in: 'query', required: required.includes(name), schema });
  }
  for (const [name, description] of Object.entries(route.headers ?? {}))
    parameters.push({ name, in: 'header', required: false, description, schema: { type: 'string' } });
  return parameters;
}

function toErrorResponses(codes: readonly ErrorCode[], refer: Refer): JsonObject {
  const responses: Record<string, JsonObject> = {};
  for (const status of [...new Set(codes.map((code) => internal.errorTable[code].status))].sort()) {
    const own = codes.filter((code) => internal.errorTable[code].status === status);
    const examples = Object.fromEntries(
      own.map((code) => [code, { value: { error: { code, message: 'What happened, to what, and what to do about it.', details: null } } }]),
    );
    responses[status] = {
      description: own.map((code) => `\`${code}\``).join(', '),
      ...(status === 429 && { headers: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } } }),
      content: { 'application/json': { schema: refer(internal.ErrorResponse), examples } },
    };
  }
  return responses;
}

/** Every error code a route can answer with: its own, and those that its shape makes possible. */
export function toErrorCodes(route: ServedRoute): ErrorCode[] {
  const codes: ErrorCode[] = ['unauthenticated', 'permission_denied', 'rate_limited', 'unavailable', 'internal', ...route.errors];
  if (route.query || route.body || route.headers) codes.push('invalid_request');
  if (route.body) codes.push('payload_too_large', 'unsupported_media_type');
  if (route.method !== 'get') codes.push('forbidden_origin');
  if (route.id) codes.push('not_found');
  return [...new Set(codes)];
}
