import { Link } from '@tanstack/react-router';
import { createColumnHelper } from '@tanstack/react-table';
import { sizeLabels, type VehicleView, vehicleName } from '../../shared/vehicle.ts';
import list from '../list/list.module.css';

const column = createColumnHelper<VehicleView>();
const none = <span className={list.none}>—</span>;

/** The columns of the list of cars. */
export const vehicleColumns = [
  column.accessor('model', {
    id: 'name',
    header: 'Vehicle',
    cell: ({ row: { original: vehicle } }) => (
      <span className={list.whoText}>
        <Link to="/vehicles/$vehicleId" params={{ vehicleId: vehicle.id }} className={list.name} data-row-link>
          {vehicleName(vehicle)}
        </Link>
        <span className={list.phone}>{vehicle.clientName}</span>
      </span>
    ),
  }),
  column.accessor('clientName', { id: 'client', header: 'Client', meta: { rank: 'late' } }),
  column.accessor('year', { header: 'Year', meta: { rank: 'first' }, cell: (cell) => cell.getValue() ?? none }),
  column.accessor('color', { header: 'Color', enableSorting: false, meta: { rank: 'first' }, cell: (cell) => cell.getValue() ?? none }),
  column.accessor('plate', { header: 'Plate', enableSorting: false, cell: (cell) => cell.getValue() ?? none }),
  column.accessor('size', { header: 'Size', enableSorting: false, meta: { rank: 'first' }, cell: (cell) => sizeLabels[cell.getValue()] }),
];
