import { parseMoney, toMoneyText } from '../../../shared/money.ts';
import type { ServiceView } from '../../../shared/service.ts';
import type { serviceFields } from '../../kinds/service-panel.ts';

export type ServiceField = keyof typeof serviceFields;

/** What the inputs hold: text, prices as people write them. */
export type ServiceValues = Record<Exclude<ServiceField, 'isActive'>, string> & { isActive: boolean };

const priceFields = ['smallCents', 'mediumCents', 'largeCents', 'xlCents'] as const;

export const isPriceField = (name: string) => priceFields.some((field) => field === name);

/** A saved service as the inputs show it. */
export function toValues(service: ServiceView): ServiceValues {
  const { name, description, durationMinutes, smallCents, mediumCents, largeCents, xlCents, isActive } = service;
  return {
    name,
    description: description ?? '',
    durationMinutes: String(durationMinutes),
    smallCents: toMoneyText(smallCents),
    mediumCents: toMoneyText(mediumCents),
    largeCents: toMoneyText(largeCents),
    xlCents: toMoneyText(xlCents),
    isActive,
  };
}

/** The inputs as the schema takes them: prices in cents, or as they are where they are no amounts, to be refused. */
export function toInput(values: ServiceValues): object {
  return { ...values, ...Object.fromEntries(priceFields.map((name) => [name, parseMoney(values[name]) ?? values[name]])) };
}
