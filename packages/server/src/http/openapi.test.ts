import { errorTable } from '@countersign/core/internal';
import { describe, expect, it } from 'vitest';
import { createFakeServer } from '../testing/fake-runtime.ts';
import { toErrorCodes } from './openapi.ts';
import { routes } from './routes.ts';

interface Document {
  openapi: string;
  servers: { url: string }[];
  paths: Record<
    string,
    Record<string, { parameters?: { name: string; in: string }[]; requestBody?: object; responses: Record<string, { content: Record<string, object> }> }>
  >;
  components: { schemas: Record<string, object> };
}

async function readDocument(): Promise<Document> {
  const { handler } = createFakeServer();
  const response = await handler(new Request('http://shop.test/agent/openapi.json'));
  expect(response.status).toBe(200);
  return (await response.json()) as Document;
}

it('is OpenAPI 3.1 and names the base path as its server', async () => {
  const document = await readDocument();
  expect(document.openapi).toBe('3.1.0');
  expect(document.servers).toMatchObject([{ url: '/agent' }]);
});

it('describes every route and nothing else', async () => {
  const { paths } = await readDocument();
  const described = Object.entries(paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method} ${path}`));
  expect(described.sort()).toEqual(routes.map((route) => `${route.method} ${route.path}`).sort());
});

it('resolves every reference, and carries no schema that nothing refers to', async () => {
  const document = await readDocument();
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
  const names = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
  expect([...new Set(references)].sort()).toEqual(names.sort());
  expect(references).toContain('#/components/schemas/SessionEvent');
});

it('has the parameters of the query, of the path and of the headers', async () => {
  const { paths } = await readDocument();
  const parameters = paths['/sessions/{id}/events']?.get?.parameters?.map((parameter) => `${parameter.in} ${parameter.name}`);
  expect(parameters).toEqual(['path id', 'query after', 'query limit', 'header Last-Event-ID']);
  expect(paths['/sessions/{id}/events']?.get?.responses[200]?.content).toHaveProperty('text/event-stream');
});

describe.each(routes.map((route) => [route.operationId, route] as const))('%s', (_, route) => {
  it('has examples that its schemas accept', () => {
    expect(route.reply.safeParse(route.replyExample).error).toBeUndefined();
    if (route.body) expect(route.body.safeParse(route.bodyExample).error).toBeUndefined();
  });

  it('names every error it can answer with', async () => {
    const operation = (await readDocument()).paths[route.path]?.[route.method];
    const statuses = new Set([route.status, ...toErrorCodes(route).map((code) => errorTable[code].status)].map(String));
    expect(Object.keys(operation?.responses ?? {}).sort()).toEqual([...statuses].sort());
    expect(Boolean(operation?.requestBody)).toBe(Boolean(route.body));
  });
});
