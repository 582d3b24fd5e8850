import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { meQuery } from '../auth/me-query.ts';
import { NotFoundScreen } from '../ui/not-found-screen.tsx';
import { ErrorScreen } from './error-screen.tsx';
import { parseSearch, stringifySearch } from './search-params.ts';

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  errorComponent: ErrorScreen,
  notFoundComponent: NotFoundPage,
});

function NotFoundPage() {
  return (
    <main>
      <NotFoundScreen />
    </main>
  );
}

/** Only a path of this site: a link from elsewhere must not send people away after signing in. */
const isOwnPath = (path: string) => /^\/(?![/\\])/.test(path);

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: z.object({ redirect: z.string().refine(isOwnPath).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('../auth/sign-in-page.tsx'), 'SignInPage'),
});

const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    const me = await context.queryClient.ensureQueryData(meQuery);
    if (!me) throw redirect({ to: '/sign-in', search: { redirect: location.href }, replace: true });
  },
  component: lazyRouteComponent(() => import('./shell.tsx'), 'Shell'),
});

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../dashboard/dashboard-page.tsx'), 'DashboardPage'),
});

const word = (max: number) => z.string().max(max).optional().catch(undefined);
/** Search, filter and order of a list live in its address. */
const listSearch = z.object({ q: word(200), state: word(20), sort: word(20) });

const clientsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/clients',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../clients/clients-page.tsx'), 'ClientsPage'),
});

const vehiclesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/vehicles',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../vehicles/vehicles-page.tsx'), 'VehiclesPage'),
});

const vehicleRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/vehicles/$vehicleId',
  component: lazyRouteComponent(() => import('../record-pages/vehicle-page.tsx'), 'VehiclePage'),
});

const servicesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/services',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../services/services-page.tsx'), 'ServicesPage'),
});

const serviceRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/services/$serviceId',
  component: lazyRouteComponent(() => import('../record-pages/service-page.tsx'), 'ServicePage'),
});

const quotesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/quotes',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../quotes/quotes-page.tsx'), 'QuotesPage'),
});

const quoteRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/quotes/$quoteId',
  component: lazyRouteComponent(() => import('../record-pages/quote-page.tsx'), 'QuotePage'),
});

const invoicesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/invoices',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../invoices/invoices-page.tsx'), 'InvoicesPage'),
});

const invoiceRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/invoices/$invoiceId',
  component: lazyRouteComponent(() => import('../record-pages/invoice-page.tsx'), 'InvoicePage'),
});

const jobsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/jobs',
  validateSearch: listSearch.extend({ when: word(20) }),
  component: lazyRouteComponent(() => import('../jobs/jobs-page.tsx'), 'JobsPage'),
});

const jobRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/jobs/$jobId',
  component: lazyRouteComponent(() => import('../record-pages/job-page.tsx'), 'JobPage'),
});

const calendarRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/calendar',
  validateSearch: z.object({ view: word(10), day: word(10) }),
  component: lazyRouteComponent(() => import('../calendar/calendar-page.tsx'), 'CalendarPage'),
});

const clientRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/clients/$clientId',
  component: lazyRouteComponent(() => import('../record-pages/client-page.tsx'), 'ClientPage'),
});

const runsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/runs',
  validateSearch: z.object({ state: word(30) }),
  component: lazyRouteComponent(() => import('../tasks/tasks-page.tsx'), 'TasksPage'),
});

const runRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/runs/$runId',
  component: lazyRouteComponent(() => import('../tasks/task-page.tsx'), 'TaskPage'),
});

const messagesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/messages',
  validateSearch: z.object({ q: word(200), show: word(20) }),
  component: lazyRouteComponent(() => import('../inbox/inbox-page.tsx'), 'InboxPage'),
});

const conversationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/messages/$conversationId',
  component: lazyRouteComponent(() => import('../inbox/conversation-page.tsx'), 'ConversationPage'),
});

const sentRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/messages/sent',
  component: lazyRouteComponent(() => import('../outbox/outbox-page.tsx'), 'OutboxPage'),
});

const approvalsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/approvals',
  validateSearch: z.object({ show: word(20) }),
  component: lazyRouteComponent(() => import('../approvals/approvals-page.tsx'), 'ApprovalsPage'),
});

const policiesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/policies',
  component: lazyRouteComponent(() => import('../policies/policies-page.tsx'), 'PoliciesPage'),
});

const controlRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/control',
  validateSearch: z.object({ show: word(20) }),
  component: lazyRouteComponent(() => import('../control/control-page.tsx'), 'ControlPage'),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  shellRoute.addChildren([
    homeRoute,
    clientsRoute,
    clientRoute,
    vehiclesRoute,
    vehicleRoute,
    servicesRoute,
    serviceRoute,
    quotesRoute,
    quoteRoute,
    invoicesRoute,
    invoiceRoute,
    jobsRoute,
    jobRoute,
    calendarRoute,
    messagesRoute,
    conversationRoute,
    sentRoute,
    runsRoute,
    runRoute,
    approvalsRoute,
    policiesRoute,
    controlRoute,
  ]),
]);

/** The pages of the product. Every one is a chunk of its own. */
export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultErrorComponent: ErrorScreen,
    scrollRestoration: true,
    scrollToTopSelectors: ['#content'],
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
