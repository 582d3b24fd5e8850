import { ActionIcon, Button, Text } from '@mantine/core';
import { IconArrowLeft, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type ClientView, fullName } from '../../shared/client.ts';
import { ApiFailure } from '../api/api-failure.ts';
import { useCan, useMe } from '../auth/me-query.ts';
import { clientQuery } from '../clients/client-queries.ts';
import { ContactCard } from '../clients/contact-card.tsx';
import { ClientMessages } from '../inbox/client-messages.tsx';
import { InvoicesOfClient } from '../invoices/invoices-of.tsx';
import { JobsOf } from '../jobs/jobs-of.tsx';
import { usePanel } from '../panels/panel-state.tsx';
import { QuotesOf } from '../quotes/quotes-of.tsx';
import { RecordStory } from '../story/record-story.tsx';
import { formatMoment } from '../ui/format-time.ts';
import { Initials } from '../ui/initials.tsx';
import { NotFoundScreen } from '../ui/not-found-screen.tsx';
import page from '../ui/page.module.css';
import { PageHead } from '../ui/page-head.tsx';
import classes from '../ui/record-page.module.css';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { ClientVehicles } from '../vehicles/client-vehicles.tsx';

const route = getRouteApi('/shell/clients/$clientId');

/** One client: how to reach them, what the team should know, what was written to them. */
export function ClientPage() {
  const { clientId } = route.useParams();
  const query = useQuery(clientQuery(clientId));
  if (query.error instanceof ApiFailure && [400, 404, 422].includes(query.error.status)) return <NotFoundScreen />;
  return (
    <div className={page.page}>
      {query.data ? (
        <Client client={query.data} />
      ) : (
        <>
          <PageHead title="Client" before={<BackToList />} />
          {query.isError ? (
            <Trouble title="This client could not be loaded" error={query.error} isRetrying={query.isFetching} onRetry={() => void query.refetch()} />
          ) : (
            <SkeletonRows />
          )}
        </>
      )}
    </div>
  );
}

function BackToList() {
  return (
    <ActionIcon component={Link} to="/clients" variant="subtle" color="gray" size="lg" aria-label="Back to the clients">
      <IconArrowLeft size={20} aria-hidden />
    </ActionIcon>
  );
}

function Client({ client }: { client: ClientView }) {
  const canWrite = useCan('clients:write');
  const canReadQuotes = useCan('quotes:read');
  const canReadInvoices = useCan('invoices:read');
  const canReadJobs = useCan('jobs:read');
  const canReadMessages = useCan('messages:read');
  const { shop, role } = useMe();
  const panel = usePanel();
  const name = fullName(client);
  const before = (
    <>
      <BackToList />
      <span className={classes.initials}>
        <Initials name={name} size={44} />
      </span>
    </>
  );
  return (
    <>
      <PageHead title={name} note={`Changed ${formatMoment(client.updatedAt, shop.timeZone)}`} before={before}>
        {canWrite && (
          <Button
            variant="default"
            leftSection={<IconPencil size={17} aria-hidden />}
            onClick={() => void panel.open({ panel: 'client', recordId: client.id }, { by: 'user' })}
          >
            Edit
          </Button>
        )}
      </PageHead>
      {!canWrite && (
        <Text size="sm" c="dimmed" mb="md">
          As a {role} you can look clients up. An owner or a manager can change them.
        </Text>
      )}
      <div className={classes.grid}>
        <ContactCard client={client} />
        <section className={classes.card} aria-labelledby="notes-title">
          <h2 id="notes-title">Notes</h2>
          {client.notes ? <p className={classes.notes}>{client.notes}</p> : <p className={classes.none}>Nothing noted.</p>}
        </section>
        <ClientVehicles client={client} />
        {canReadJobs && <JobsOf of={{ clientId: client.id }} given={{ clientId: client.id }} />}
        {canReadQuotes && <QuotesOf clientId={client.id} />}
        {canReadInvoices && <InvoicesOfClient clientId={client.id} />}
        {canReadMessages && <ClientMessages clientId={client.id} />}
      </div>
      <RecordStory recordType="client" recordId={client.id} />
    </>
  );
}
