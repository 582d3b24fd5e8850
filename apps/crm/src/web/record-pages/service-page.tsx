import { Badge, Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { formatMoney } from '../../shared/money.ts';
import { formatDuration, priceFor, type ServiceView } from '../../shared/service.ts';
import { sizeLabels, vehicleSizes } from '../../shared/vehicle.ts';
import { useCan, useMe } from '../auth/me-query.ts';
import { usePanel } from '../panels/panel-state.tsx';
import { serviceQuery } from '../services/service-queries.ts';
import { RecordStory } from '../story/record-story.tsx';
import { formatMoment } from '../ui/format-time.ts';
import { PageHead } from '../ui/page-head.tsx';
import { RecordFacts } from '../ui/record-facts.tsx';
import classes from '../ui/record-page.module.css';
import { BackToList, RecordPage } from '../ui/record-page.tsx';

const route = getRouteApi('/shell/services/$serviceId');

/** One service of the catalogue. */
export function ServicePage() {
  const { serviceId } = route.useParams();
  const query = useQuery(serviceQuery(serviceId));
  return (
    <RecordPage panel="service" noun="service" query={query}>
      {(service) => <Service service={service} />}
    </RecordPage>
  );
}

function Service({ service }: { service: ServiceView }) {
  const canWrite = useCan('services:write');
  const { timeZone, currency } = useMe().shop;
  const panel = usePanel();
  return (
    <>
      <PageHead title={service.name} note={`Changed ${formatMoment(service.updatedAt, timeZone)}`} before={<BackToList panel="service" noun="service" />}>
        {canWrite && (
          <Button
            variant="default"
            leftSection={<IconPencil size={17} aria-hidden />}
            onClick={() => void panel.open({ panel: 'service', recordId: service.id }, { by: 'user' })}
          >
            Edit
          </Button>
        )}
      </PageHead>
      <div className={classes.grid}>
        <RecordFacts
          title="Service"
          id="service-title"
          facts={[
            ['State', <State key="state" isActive={service.isActive} />],
            ['Duration', formatDuration(service.durationMinutes)],
            ['Description', service.description],
          ]}
        />
        <RecordFacts title="Prices" id="prices-title" facts={vehicleSizes.map((size) => [sizeLabels[size], formatMoney(priceFor(service, size), currency)])} />
      </div>
      <RecordStory recordType="service" recordId={service.id} />
    </>
  );
}

function State({ isActive }: { isActive: boolean }) {
  return (
    <Badge variant="light" color={isActive ? 'teal' : 'gray'} tt="none">
      {isActive ? 'Offered' : 'No longer offered'}
    </Badge>
  );
}
