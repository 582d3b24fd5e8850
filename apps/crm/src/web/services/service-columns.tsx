import { Badge } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { createColumnHelper } from '@tanstack/react-table';
import { formatMoney } from '../../shared/money.ts';
import { formatDuration, priceFor, type ServiceView } from '../../shared/service.ts';
import { sizeLabels, type VehicleSize } from '../../shared/vehicle.ts';
import list from '../list/list.module.css';

const column = createColumnHelper<ServiceView>();

/** The columns of the catalogue, with a price for each size of vehicle. */
export function createServiceColumns(currency: string) {
  const price = (size: VehicleSize, rank?: 'first' | 'late') =>
    column.accessor((service) => priceFor(service, size), {
      id: `${size}Cents`,
      header: size === 'xl' ? 'XL' : sizeLabels[size],
      enableSorting: size === 'medium',
      meta: { rank, isNumber: true },
      cell: (cell) => formatMoney(cell.getValue(), currency),
    });
  return [
    column.accessor('name', {
      header: 'Service',
      cell: ({ row: { original: service } }) => (
        <span className={list.whoText}>
          <Link to="/services/$serviceId" params={{ serviceId: service.id }} className={list.name} data-row-link>
            {service.name}
          </Link>
          {!service.isActive && (
            <Badge size="xs" variant="light" color="gray" tt="none">
              No longer offered
            </Badge>
          )}
          <span className={list.phone}>{formatDuration(service.durationMinutes)}</span>
        </span>
      ),
    }),
    column.accessor('durationMinutes', { header: 'Duration', meta: { rank: 'late' }, cell: (cell) => formatDuration(cell.getValue()) }),
    price('small', 'first'),
    price('medium'),
    price('large', 'first'),
    price('xl', 'first'),
  ];
}
