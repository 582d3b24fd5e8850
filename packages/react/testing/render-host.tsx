import { CountersignProvider } from '@countersign/react';
import { render } from '@testing-library/react';
import { type ReactNode, StrictMode } from 'react';
import type { ProtocolServer } from './protocol-server.ts';

/** Happy DOM's own door to its browser. */
interface HappyDom {
  happyDOM: { setURL(url: string): void };
}

/** Renders a host in React's StrictMode, which mounts every effect twice, on a page of the protocol server. */
export function renderHost(server: ProtocolServer, children: ReactNode) {
  (window as unknown as HappyDom).happyDOM.setURL(`${server.origin}/`);
  return render(
    <StrictMode>
      <CountersignProvider agent="copilot" timing={{ baseMs: 20, capMs: 60 }}>
        {children}
      </CountersignProvider>
    </StrictMode>,
  );
}
