import { Switch, Textarea, TextInput } from '@mantine/core';
import { Controller } from 'react-hook-form';
import { sizeLabels, vehicleSizes } from '../../../shared/vehicle.ts';
import { serviceFields } from '../../kinds/service-panel.ts';
import { toFieldProps } from '../../panels/field-props.tsx';
import classes from '../../panels/panel.module.css';
import type { RecordFieldsProps } from '../../panels/record-form.tsx';
import type { ServiceField, ServiceValues } from './service-values.ts';

/** The inputs of a service: what it is, how long it takes, and one price for each size of vehicle. */
export function ServiceFields(props: RecordFieldsProps<ServiceValues>) {
  const bind = (name: ServiceField) => ({ ...toFieldProps(props, name, serviceFields), ...props.form.register(name), autoComplete: 'off' });
  const { inputWrapperOrder: _order, errorProps: _props, ...isActive } = toFieldProps(props, 'isActive', serviceFields);
  return (
    <>
      <TextInput {...bind('name')} withAsterisk required placeholder="Full Interior Detail" />
      <Textarea {...bind('description')} autosize minRows={2} maxRows={6} placeholder="What it includes" />
      <TextInput {...bind('durationMinutes')} withAsterisk required inputMode="numeric" placeholder="90" />
      <fieldset className={classes.group}>
        <legend>Price by size of vehicle</legend>
        <div className={classes.pair}>
          {vehicleSizes.map((size) => (
            <TextInput key={size} {...bind(`${size}Cents`)} label={sizeLabels[size]} withAsterisk required inputMode="decimal" placeholder="0.00" />
          ))}
        </div>
      </fieldset>
      <div data-field="isActive">
        <Controller
          control={props.form.control}
          name="isActive"
          render={({ field: { value, ...field } }) => <Switch {...isActive} {...field} checked={value} label="Offered for new quotes" />}
        />
      </div>
    </>
  );
}
