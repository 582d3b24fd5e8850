import { Button, Skeleton } from '@mantine/core';
import { IconChevronRight, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ClientView } from '../../shared/client.ts';
import { sizeLabels, vehicleName } from '../../shared/vehicle.ts';
import { toSentence } from '../api/api-failure.ts';
import { useCan } from '../auth/me-query.ts';
import { usePanel } from '../panels/panel-state.tsx';
import classes from '../ui/record-page.module.css';
import { clientVehiclesQuery } from './vehicle-queries.ts';

/** The cars of a client, on their page. */
export function ClientVehicles({ client }: { client: ClientView }) {
  const { data: vehicles, error } = useQuery(clientVehiclesQuery(client.id));
  const canWrite = useCan('vehicles:write');
  const panel = usePanel();
  return (
    <section className={`${classes.card} ${classes.wide}`} aria-labelledby="vehicles-title">
      <div className={classes.cardHead}>
        <h2 id="vehicles-title">Vehicles</h2>
        {canWrite && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => void panel.open({ panel: 'vehicle', given: { clientId: client.id } }, { by: 'user' })}
          >
            Add vehicle
          </Button>
        )}
      </div>
      {error ? (
        <p role="alert">{toSentence(error)}</p>
      ) : !vehicles ? (
        <Skeleton height={48} />
      ) : vehicles.length === 0 ? (
        <p className={classes.none}>No car on file.</p>
      ) : (
        <ul className={classes.links}>
          {vehicles.map((vehicle) => (
            <li key={vehicle.id}>
              <Link to="/vehicles/$vehicleId" params={{ vehicleId: vehicle.id }} className={classes.link}>
                <strong>{vehicleName(vehicle)}</strong>
                <span className={classes.detail}>{[vehicle.color, vehicle.plate, sizeLabels[vehicle.size]].filter(Boolean).join(' · ')}</span>
                <IconChevronRight size={16} aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
