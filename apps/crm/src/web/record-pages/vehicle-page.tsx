import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { sizeLabels, type VehicleView, vehicleName } from '../../shared/vehicle.ts';
import { useCan, useMe } from '../auth/me-query.ts';
import { JobsOf } from '../jobs/jobs-of.tsx';
import { usePanel } from '../panels/panel-state.tsx';
import { QuotesOf } from '../quotes/quotes-of.tsx';
import { RecordStory } from '../story/record-story.tsx';
import { formatDay, formatMoment } from '../ui/format-time.ts';
import { PageHead } from '../ui/page-head.tsx';
import { RecordFacts } from '../ui/record-facts.tsx';
import classes from '../ui/record-page.module.css';
import { BackToList, RecordPage } from '../ui/record-page.tsx';
import { vehicleQuery } from '../vehicles/vehicle-queries.ts';

const route = getRouteApi('/shell/vehicles/$vehicleId');

/** One car: what it is and whose. */
export function VehiclePage() {
  const { vehicleId } = route.useParams();
  const query = useQuery(vehicleQuery(vehicleId));
  return (
    <RecordPage panel="vehicle" noun="vehicle" query={query}>
      {(vehicle) => <Vehicle vehicle={vehicle} />}
    </RecordPage>
  );
}

function Vehicle({ vehicle }: { vehicle: VehicleView }) {
  const canReadQuotes = useCan('quotes:read');
  const canReadJobs = useCan('jobs:read');
  const canWrite = useCan('vehicles:write');
  const { timeZone } = useMe().shop;
  const panel = usePanel();
  const owner = (
    <Link to="/clients/$clientId" params={{ clientId: vehicle.clientId }} className={classes.inline}>
      {vehicle.clientName}
    </Link>
  );
  return (
    <>
      <PageHead
        title={vehicleName(vehicle)}
        note={`Changed ${formatMoment(vehicle.updatedAt, timeZone)}`}
        before={<BackToList panel="vehicle" noun="vehicle" />}
      >
        {canWrite && (
          <Button
            variant="default"
            leftSection={<IconPencil size={17} aria-hidden />}
            onClick={() => void panel.open({ panel: 'vehicle', recordId: vehicle.id }, { by: 'user' })}
          >
            Edit
          </Button>
        )}
      </PageHead>
      <div className={classes.grid}>
        <RecordFacts
          title="Vehicle"
          id="vehicle-title"
          facts={[
            ['Client', owner],
            ['Year', vehicle.year],
            ['Make', vehicle.make],
            ['Model', vehicle.model],
            ['Color', vehicle.color],
            ['Plate', vehicle.plate],
            ['Size', sizeLabels[vehicle.size]],
            ['On file since', formatDay(vehicle.createdAt, timeZone)],
          ]}
        />
        {canReadJobs && <JobsOf of={{ vehicleId: vehicle.id }} given={{ clientId: vehicle.clientId, vehicleId: vehicle.id }} />}
        {canReadQuotes && <QuotesOf clientId={vehicle.clientId} vehicleId={vehicle.id} />}
      </div>
      <RecordStory recordType="vehicle" recordId={vehicle.id} />
    </>
  );
}
