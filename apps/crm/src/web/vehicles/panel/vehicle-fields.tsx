import { Select, TextInput } from '@mantine/core';
import { Controller } from 'react-hook-form';
import { sizeLabels, vehicleSizes } from '../../../shared/vehicle.ts';
import { ClientSelect } from '../../clients/client-select.tsx';
import { vehicleFields } from '../../kinds/vehicle-panel.ts';
import { toFieldProps } from '../../panels/field-props.tsx';
import classes from '../../panels/panel.module.css';
import type { RecordFieldsProps } from '../../panels/record-form.tsx';
import type { VehicleValues } from './vehicle-values.ts';

const sizes = vehicleSizes.map((size) => ({ value: size, label: sizeLabels[size] }));

/** The inputs of a car. Whose it is can only be said of a new one. */
export function VehicleFields({ isClientFixed, ...props }: RecordFieldsProps<VehicleValues> & { isClientFixed: boolean }) {
  const { control, register } = props.form;
  const look = (name: keyof VehicleValues) => toFieldProps(props, name, vehicleFields);
  const bind = (name: keyof VehicleValues) => ({ ...look(name), ...register(name), autoComplete: 'off' });
  return (
    <>
      <div data-field="clientId">
        <Controller
          control={control}
          name="clientId"
          render={({ field }) => <ClientSelect {...look('clientId')} {...field} withAsterisk required readOnly={isClientFixed} />}
        />
      </div>
      <div className={classes.pair}>
        <TextInput {...bind('make')} withAsterisk required placeholder="Toyota" />
        <TextInput {...bind('model')} withAsterisk required placeholder="Camry" />
      </div>
      <div className={classes.pair}>
        <TextInput {...bind('year')} inputMode="numeric" maxLength={4} placeholder="2021" />
        <TextInput {...bind('color')} placeholder="Black" />
      </div>
      <div className={classes.pair}>
        <TextInput {...bind('plate')} placeholder="ABC-1234" />
        <div data-field="size">
          <Controller
            control={control}
            name="size"
            render={({ field }) => <Select {...look('size')} {...field} data={sizes} allowDeselect={false} withAsterisk required />}
          />
        </div>
      </div>
    </>
  );
}
