import { describe, expect, it } from 'vitest';
import { services } from '../testing/shop.ts';
import { matchServices } from './match-services.ts';

const catalogue = Object.values(services);
const names = (text: string) => matchServices(text, catalogue).map(({ value }) => value.map(({ name }) => name));

describe('services of the catalogue', () => {
  it.each([
    ['full interior detail and ceramic coating', [['Full Interior Detail'], ['Ceramic Coating']]],
    ['interior and exterior detail', [['Full Interior Detail'], ['Full Exterior Detail']]],
    ['ceramic', [['Ceramic Coating']]],
    ['five-year ceramic coating', [['Five-Year Ceramic Coating']]],
    ['clay bar and wax', [['Clay Bar and Wax']]],
    ['wax', [['Clay Bar and Wax']]],
    ['cermic coatin', [['Ceramic Coating']]],
    ['detailing the engine bay', [['Engine Bay Detail']]],
    ['a wash', [['Express Hand Wash', 'Maintenance Wash']]],
    ['paint correction', [['One-Step Paint Correction', 'Two-Step Paint Correction']]],
    ['wash, ceramic coating', [['Express Hand Wash', 'Maintenance Wash'], ['Ceramic Coating']]],
    ['full', []],
    ['the front of the car', []],
    ['', []],
  ])('in "%s" are %j', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it('may be called by any name a shop has', () => {
    const own = [{ name: 'Gold Package' }, { name: 'Großer Wäscheservice' }];
    expect(matchServices('the gold package please', own).map(({ value }) => value)).toEqual([[own[0]]]);
  });
});
