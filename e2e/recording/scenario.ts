import type { ShopOptions } from './open-shop.ts';
import type { Act } from './play.ts';

export interface Scenario {
  shop?: ShopOptions;
  acts: readonly Act[];
}

/** Scenarios of one theme, by the name of their recording. */
export interface Theme {
  theme: string;
  scenarios: Readonly<Record<string, Scenario | readonly Act[]>>;
}
