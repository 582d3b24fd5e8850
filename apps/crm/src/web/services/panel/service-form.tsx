import { toMoneyText } from '../../../shared/money.ts';
import { CreateService, ServiceView, UpdateService } from '../../../shared/service.ts';
import { serviceFields, servicePanel } from '../../kinds/service-panel.ts';
import type { OpenPanel } from '../../panels/panel-state.tsx';
import { RecordPanelBody } from '../../panels/record-panel-body.tsx';
import type { RecordSpec } from '../../panels/record-spec.ts';
import { ServiceFields } from './service-fields.tsx';
import { isPriceField, type ServiceField, type ServiceValues, toInput, toValues } from './service-values.ts';

const spec: RecordSpec<ServiceView, ServiceValues> = {
  panel: 'service',
  kind: servicePanel,
  path: '/api/services',
  view: ServiceView,
  title: ({ name }) => name,
  create: CreateService,
  change: UpdateService.omit({ version: true }),
  empty: { name: '', description: '', durationMinutes: '', smallCents: '', mediumCents: '', largeCents: '', xlCents: '', isActive: true },
  toValues,
  toInput,
  toParsed: (service) => ({ ...service }),
  isValid: (name, value) => Object.hasOwn(serviceFields, name) && CreateService.shape[name as ServiceField].safeParse(value).success,
  format: (name, value) => (isPriceField(name) && typeof value === 'number' ? toMoneyText(value) : typeof value === 'number' ? String(value) : value),
  toText: (_name, value) => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : ''),
};

export function ServiceForm({ panel }: { panel: OpenPanel }) {
  return (
    <RecordPanelBody spec={spec} panel={panel}>
      {(fields) => <ServiceFields {...fields} />}
    </RecordPanelBody>
  );
}
