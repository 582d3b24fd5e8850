import { CountersignProvider } from '@countersign/react';
import { render } from '@testing-library/react';
import { type ReactNode, StrictMode } from 'react';
import type { ProtocolServer } from './protocol-server.ts';

/** Happy DOM's own door to its browser. */
interface HappyDom {
  happyDOM: { setURL(url: string): void };
}

/** Puts the page where the server is, so that what it asks for by path goes there. */
export function setPage(server: ProtocolServer): void {
  (window as unknown as HappyDom).happyDOM.setURL(`${server.origin}/`);
}

/** Renders a host in React's StrictMode, which mounts every effect twice, on a page of the protocol server. */
export function renderHost(server: ProtocolServer, children: ReactNode) {
  setPage(server);
  return render(
    <StrictMode>
      <CountersignProvider agent="copilot" timing={{ baseMs: 20, capMs: 60 }}>
        {children}
      </CountersignProvider>
    </StrictMode>,
  );
}
