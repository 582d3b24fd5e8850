import { CountersignError } from '@countersign/core';
import type { HonoRequest } from 'hono';
import { z } from 'zod';
import { PANEL_HEADER } from '../../shared/api-error.ts';

/** The panel of the copilot that a save came from. */
export interface PanelRef {
  sessionId: string;
  key: string;
}

/** `<sessionId>/<nodeKey>`: node keys may contain slashes, session ids do not. @throws {CountersignError} `invalid_request` */
export function readPanel(request: HonoRequest): PanelRef | undefined {
  const header = request.header(PANEL_HEADER);
  if (header === undefined) return undefined;
  const slash = header.indexOf('/');
  const panel = { sessionId: header.slice(0, slash), key: header.slice(slash + 1) };
  if (slash > 0 && z.uuid().safeParse(panel.sessionId).success && /^[\x21-\x7e]{1,200}$/.test(panel.key)) return panel;
  throw new CountersignError('invalid_request', `The header ${PANEL_HEADER} must be <sessionId>/<nodeKey>.`);
}
