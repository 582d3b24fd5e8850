import { ClientView, type CreateClient, type UpdateClient } from '../../shared/client.ts';
import { request } from '../api/request.ts';

/** Headers that tell the server which panel of the copilot a save belongs to. */
type PanelHeader = Readonly<Record<string, string>>;

/** @throws {ApiFailure} `invalid_input` with the issues */
export function createClient(input: CreateClient, headers: PanelHeader): Promise<ClientView> {
  return request(ClientView, '/api/clients', { method: 'POST', body: input, headers });
}

/** @throws {ApiFailure} `conflict` with the current client when somebody saved in between, `invalid_input` with the issues */
export function updateClient(clientId: string, input: UpdateClient, headers: PanelHeader): Promise<ClientView> {
  return request(ClientView, `/api/clients/${encodeURIComponent(clientId)}`, { method: 'PATCH', body: input, headers });
}
