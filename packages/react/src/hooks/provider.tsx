import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { type Client, createClient } from '../client/create-client.ts';
import { fixedSessionStorage, localSessionStorage } from '../client/session-storage.ts';
import { createSessionStore, type SessionStore, type SessionStoreOptions } from '../client/session-store.ts';
import { createPanelDesk, type PanelDesk } from '../panels/panel-desk.ts';
import { createPanelReporter } from '../panels/panel-reporter.ts';

export interface CountersignProviderProps {
  /** Where the host mounted the handler. @default '/agent' */
  baseUrl?: string;
  agent: string;
  /**
   * Under what the id of the conversation is kept in localStorage. Put the user and the tenant into it, so that two people at
   * one browser do not look for each other's conversation. @default `countersign:session:<agent>`
   */
  storageKey?: string;
  /** The conversation to follow, instead of the one this browser was last in: for a page about one, such as the log of a task. */
  sessionId?: string;
  /** A client of one's own, for other headers or another `fetch`. Must stay the same object. */
  client?: Client;
  /** For tests. */
  timing?: SessionStoreOptions['timing'];
  children: ReactNode;
}

interface Wiring {
  client: Client;
  store: SessionStore;
  desk: PanelDesk;
}

const WiringContext = createContext<Wiring | undefined>(undefined);

/**
 * Owns the conversation with one agent. Mount it once, above the router, so that the conversation and its panels outlive a change of
 * page; give it a `key` of user and tenant, so that a change of either starts afresh.
 */
export function CountersignProvider({ baseUrl, agent, storageKey, sessionId, client, timing, children }: CountersignProviderProps) {
  return (
    <Wired key={JSON.stringify([baseUrl, agent, storageKey, sessionId])} options={{ baseUrl, agent, storageKey, sessionId, client, timing }}>
      {children}
    </Wired>
  );
}

type WiringOptions = { [Name in 'baseUrl' | 'storageKey' | 'sessionId' | 'client' | 'timing']: CountersignProviderProps[Name] | undefined } & { agent: string };

function Wired({ options, children }: { options: WiringOptions; children: ReactNode }) {
  const [wiring] = useState(() => wire(options));
  useEffect(() => {
    wiring.store.start();
    wiring.desk.start();
    return () => {
      wiring.desk.dispose();
      wiring.store.dispose();
    };
  }, [wiring]);
  return <WiringContext value={wiring}>{children}</WiringContext>;
}

/** Only puts objects together; nothing runs before `start`, since React may throw a first render away. */
function wire({ baseUrl, agent, storageKey, sessionId, client = createClient(baseUrl === undefined ? {} : { baseUrl }), timing }: WiringOptions): Wiring {
  const storage = sessionId === undefined ? localSessionStorage(storageKey ?? `countersign:session:${agent}`) : fixedSessionStorage(sessionId);
  const store = createSessionStore(client, timing ? { agent, storage, timing } : { agent, storage });
  return { client, store, desk: createPanelDesk(store, createPanelReporter(client)) };
}

/** The wiring of the provider above. @throws TypeError when there is none */
export function useWiring(): Wiring {
  const wiring = useContext(WiringContext);
  if (!wiring) throw new TypeError('There is no <CountersignProvider> above this component. Put one around the app.');
  return wiring;
}

/** The client of the provider, for calls that have no hook, such as `listRuns`. */
export function useClient(): Client {
  return useWiring().client;
}
