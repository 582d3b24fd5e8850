import { listSwitches, setSwitch } from '../consent/switches/set-switch.ts';
import type { Endpoints } from './endpoint.ts';

const switches = [
  { kind: 'tool' as const, name: 'send_text', isOff: true, setBy: 'user_1', setAt: '2026-11-21T09:00:00.000Z', reason: 'It texts the wrong people.' },
];

export const switchEndpoints = {
  listSwitches: {
    tag: 'policies',
    summary: 'What is switched off, and by whom',
    description: 'Needs the permission `switches:read`. Those of kind `everything`, and of kind `tenant` without a name, are the operator’s.',
    replyDescription: 'Every switch that was ever set, as it stands.',
    replyExample: { switches },
    run: listSwitches,
  },
  setSwitch: {
    tag: 'policies',
    summary: 'Switch a tool, an agent or all of them off, or on again',
    description:
      'Needs the permission `switches:write`. Holds for the next write anywhere, one that is being made included. Calls of a tool are refused with `switched_off`; runs of an agent pause, and go on when it is switched on again. `kind: tenant` with the name `own` is all agents of your organisation; it lifts nothing that the operator has set.',
    bodyExample: { kind: 'tool', name: 'send_text', isOff: true, reason: 'It texts the wrong people.' },
    replyDescription: 'The switches as they are now.',
    replyExample: { switches },
    run: setSwitch,
  },
} satisfies Partial<Endpoints>;
