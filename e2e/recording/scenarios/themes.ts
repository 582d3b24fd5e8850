import type { Theme } from '../scenario.ts';
import { requests } from './requests.ts';

export const themes: readonly Theme[] = [requests];
