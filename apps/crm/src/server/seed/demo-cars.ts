import type { VehicleSize } from '../../shared/vehicle.ts';

/** Cars one meets on American streets, each with its size to a detailer and the first year it was sold in its present shape. */
export const demoCars: readonly (readonly [make: string, model: string, size: VehicleSize, since: number])[] = [
  ['Honda', 'Civic', 'small', 2016],
  ['Honda', 'Accord', 'medium', 2018],
  ['Honda', 'CR-V', 'large', 2017],
  ['Honda', 'Odyssey', 'xl', 2018],
  ['Toyota', 'Corolla', 'small', 2019],
  ['Toyota', 'Camry', 'medium', 2018],
  ['Toyota', 'RAV4', 'large', 2019],
  ['Toyota', 'Tacoma', 'large', 2016],
  ['Toyota', 'Sienna', 'xl', 2021],
  ['Mazda', 'MX-5 Miata', 'small', 2016],
  ['Mazda', 'CX-5', 'large', 2017],
  ['Volkswagen', 'Golf GTI', 'small', 2015],
  ['Subaru', 'Outback', 'large', 2020],
  ['Tesla', 'Model 3', 'medium', 2018],
  ['Tesla', 'Model Y', 'large', 2020],
  ['BMW', 'M3', 'medium', 2021],
  ['BMW', 'X5', 'large', 2019],
  ['Audi', 'A4', 'medium', 2017],
  ['Audi', 'Q7', 'xl', 2017],
  ['Mercedes-Benz', 'C 300', 'medium', 2015],
  ['Mercedes-Benz', 'GLE 350', 'large', 2020],
  ['Porsche', '911', 'small', 2020],
  ['Porsche', 'Cayenne', 'large', 2019],
  ['Ford', 'Mustang', 'medium', 2015],
  ['Ford', 'F-150', 'xl', 2015],
  ['Ford', 'Explorer', 'large', 2020],
  ['Chevrolet', 'Corvette', 'small', 2020],
  ['Chevrolet', 'Silverado', 'xl', 2019],
  ['Chevrolet', 'Suburban', 'xl', 2015],
  ['Chevrolet', 'Tahoe', 'xl', 2015],
  ['Jeep', 'Wrangler', 'large', 2018],
  ['Jeep', 'Grand Cherokee', 'large', 2016],
  ['Lexus', 'RX 350', 'large', 2016],
  ['Hyundai', 'Elantra', 'small', 2017],
  ['Kia', 'Telluride', 'xl', 2020],
  ['Ram', '1500', 'xl', 2019],
];

export const demoColors = ['Black', 'White', 'Silver', 'Gray', 'Midnight blue', 'Red', 'Pearl white', 'Dark green', 'Bronze', 'Graphite'];

type NotedCar = readonly [words: string, car: Readonly<{ make: string; model: string; size: VehicleSize; year?: number; color?: string }>];

/** Cars that the notes about clients speak of (demo-names.ts): such a client has one. */
export const notedCars: readonly NotedCar[] = [
  ['Black Tahoe', { make: 'Chevrolet', model: 'Tahoe', size: 'xl', color: 'Black' }],
  ['White Model 3', { make: 'Tesla', model: 'Model 3', size: 'medium', color: 'White' }],
  ['1967 Mustang', { make: 'Ford', model: 'Mustang', size: 'medium', year: 1967 }],
  ['F-150', { make: 'Ford', model: 'F-150', size: 'xl' }],
  ['the Macan', { make: 'Porsche', model: 'Macan', size: 'large' }],
];
