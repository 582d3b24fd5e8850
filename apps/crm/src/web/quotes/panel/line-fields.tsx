import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { toMoneyText } from '../../../shared/money.ts';
import { priceFor, type ServiceView } from '../../../shared/service.ts';
import type { VehicleSize } from '../../../shared/vehicle.ts';
import { AgentMark } from '../../panels/agent-mark.tsx';
import panel from '../../panels/panel.module.css';
import classes from '../quotes.module.css';
import { type LineValues, noLine } from './quote-values.ts';

interface LineFieldsProps {
  lines: readonly LineValues[];
  onChange: (lines: LineValues[]) => void;
  /** What is wrong with the lines, by line and field where it is one of those. */
  error: unknown;
  services: readonly ServiceView[];
  /** Of the vehicle, once it is known. */
  size: VehicleSize | undefined;
  isAgentFilled: boolean;
}

interface LineError {
  serviceId?: { message?: string };
  priceCents?: { message?: string };
}

/** The services of a quote. The price in grey is the catalogue's; one that is written over it stands. */
export function LineFields({ lines, onChange, error, services, size, isAgentFilled }: LineFieldsProps) {
  const errors = (error ?? {}) as Readonly<Record<number, LineError>> & { message?: string };
  const set = (index: number, change: Partial<LineValues>) => onChange(lines.map((line, other) => (other === index ? { ...line, ...change } : line)));
  return (
    <fieldset className={panel.group}>
      <legend>Services</legend>
      <div className={isAgentFilled ? classes.filled : undefined} data-agent-filled={isAgentFilled || undefined}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name of its own, and its inputs hold nothing of their own
          <div key={index} className={classes.line}>
            <Select
              aria-label={`Service ${index + 1}`}
              searchable
              openOnFocus={false}
              data={toChoices(services, line.serviceId)}
              value={line.serviceId === '' ? null : line.serviceId}
              // Another service has another price.
              onChange={(serviceId) => set(index, { serviceId: serviceId ?? '', price: '' })}
              placeholder="Choose a service"
              nothingFoundMessage="No such service"
              error={errors[index]?.serviceId?.message}
              errorProps={{ role: 'alert' }}
            />
            <TextInput
              aria-label={`Price of service ${index + 1}`}
              inputMode="decimal"
              value={line.price}
              onChange={(event) => set(index, { price: event.currentTarget.value })}
              placeholder={toListed(services, line.serviceId, size)}
              error={errors[index]?.priceCents?.message}
              errorProps={{ role: 'alert' }}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={`Remove service ${index + 1}`}
              disabled={lines.length === 1}
              onClick={() => onChange(lines.filter((_, other) => other !== index))}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </div>
        ))}
        {isAgentFilled && <AgentMark />}
      </div>
      {errors.message && (
        <p className={classes.error} role="alert">
          {errors.message}
        </p>
      )}
      <Button size="compact-sm" variant="default" mt="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => onChange([...lines, noLine])}>
        Add service
      </Button>
    </fieldset>
  );
}

/** What is offered, and what a line already has even if it is offered no longer. */
function toChoices(services: readonly ServiceView[], chosen: string) {
  return services.filter((service) => service.isActive || service.id === chosen).map((service) => ({ value: service.id, label: service.name }));
}

function toListed(services: readonly ServiceView[], serviceId: string, size: VehicleSize | undefined): string {
  const service = services.find((known) => known.id === serviceId);
  return service && size ? toMoneyText(priceFor(service, size)) : 'Price';
}
