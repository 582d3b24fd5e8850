import { describe, expect, it } from 'vitest';
import { readVehicleDetails } from '../slots/vehicle-details.ts';
import { findVehicleWords } from '../slots/vehicle-words.ts';
import { cars } from '../testing/shop.ts';
import { matchVehicles } from './match-vehicles.ts';

const all = Object.values(cars);
const idsOf = (text: string) => matchVehicles(text, all).map(({ id }) => id);

describe('the cars of a list', () => {
  it.each([
    ['the Tahoe', [cars.tahoe.id]],
    ['tahoe', [cars.tahoe.id]],
    ['the Tahoo', []],
    ['the black chevy', [cars.tahoe.id]],
    ['model 3', [cars.model3.id]],
    ['her Tesla', [cars.model3.id]],
    ['f150', [cars.f150.id]],
    ['the F-150', [cars.f150.id]],
    ['the Civic', [cars.civic.id, cars.leeCivic.id]],
    ['the gray Civic', [cars.leeCivic.id]],
    ['the 2019 Civic', [cars.civic.id]],
    ['the red one', []],
    ['on Friday', []],
  ])('named by "%s"', (text, expected) => {
    expect(idsOf(text)).toEqual(expected);
  });
});

describe('cars in a sentence', () => {
  it.each([
    ['quote the 2021 black Chevrolet Tahoe for a wash', ['2021 black Chevrolet Tahoe']],
    ['the F 150 and the CR-V', ['F 150', 'CR-V']],
    ['find Mercedes Ortiz', []],
    ['Mr. Ford called', []],
    ['his Ford', ['Ford']],
    ['text Sierra that we are open', []],
    ['Austin Lincoln owes us', []],
    ['Find Enzo Ferrari', []],
    ['Kia has a Tesla', ['Tesla']],
    ['the Sienna', ['Sienna']],
    ['invoice 1500', []],
    ['White is a client', []],
    ['the Model Y', ['Model Y']],
  ])('"%s": %j', (text, expected) => {
    expect(findVehicleWords(text).map(({ value }) => value)).toEqual(expected);
  });

  it.each([
    ['a 2019 silver honda accord', { year: '2019', make: 'Honda', model: 'Accord', color: 'Silver' }],
    ['a Tahoe in black', { make: 'Chevrolet', model: 'Tahoe', color: 'Black' }],
    ['f150 plate abc 1234', { make: 'Ford', model: 'F-150', plate: 'ABC 1234' }],
    ['a mazda cx5', { make: 'Mazda', model: 'CX-5' }],
    ['a vw golf gti', { make: 'Volkswagen', model: 'Golf GTI' }],
    ['a car', {}],
  ])('described by "%s"', (text, expected) => {
    expect(readVehicleDetails(text)).toEqual(expected);
  });
});
