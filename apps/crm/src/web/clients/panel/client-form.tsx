import { ClientView, CreateClient, fullName, UpdateClient } from '../../../shared/client.ts';
import { formatPhone } from '../../../shared/phone.ts';
import { clientPanel } from '../../kinds/client-panel.ts';
import type { OpenPanel } from '../../panels/panel-state.tsx';
import { RecordPanelBody } from '../../panels/record-panel-body.tsx';
import type { RecordSpec } from '../../panels/record-spec.ts';
import { ClientFields } from './client-fields.tsx';
import { type ClientValues, clientFieldNames, emptyValues, toValues } from './client-values.ts';

export const clientSpec: RecordSpec<ClientView, ClientValues> = {
  panel: 'client',
  kind: clientPanel,
  path: '/api/clients',
  view: ClientView,
  title: fullName,
  create: CreateClient,
  change: UpdateClient.omit({ version: true }),
  empty: emptyValues,
  toValues,
  toParsed: (client) => ({ ...client }),
  format: (name, value) => (name === 'phone' && typeof value === 'string' ? formatPhone(value) : value),
  isValid: (name, value) => {
    const field = clientFieldNames.find((known) => known === name);
    return field !== undefined && CreateClient.shape[field].safeParse(value).success;
  },
};

export function ClientForm({ panel }: { panel: OpenPanel }) {
  return (
    <RecordPanelBody spec={clientSpec} panel={panel}>
      {(fields) => <ClientFields {...fields} />}
    </RecordPanelBody>
  );
}
