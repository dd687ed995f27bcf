/**
 * Hard cases: amounts, currencies and times. What is expected is what the platforms' papers say (Meta: server event and custom data parameters, read 2026-09-12; Pinterest: OpenAPI 5.23) or,
 * where they are silent, what README.md of this room decided; never what came out.
 */

import { all, each } from '../../test/stand-ins/tables.ts'
import { amount, amountText, currency } from './money.ts'
import { boolean, integer } from './scalar.ts'
import { epochSeconds } from './time.ts'

each('amount', amount, [
  ...all(
    12.5,
    12.5,
    '12.5',
    '12.50',
    ' 12.50 ',
    '12,50',
    '€12.50',
    '12,50 €',
    '12.50 EUR',
    'EUR 12.50',
    '$12.50',
    '£ 12.50',
    '+12.50',
    '１２．５０',
    '12.5e0',
    '1250e-2',
  ),
  ...all(1234.5, '1,234.50', '1.234,50', '1 234,50', '1\u00a0234,50', '1\u202f234,50', "1'234.50", '1’234.50', '1234.5', '1.2345e3'),
  ...all(1234567.89, '1,234,567.89', '1.234.567,89', '1 234 567,89', '12,34,567.89'),
  // A dash for the cents, as German, Dutch and Swiss price lists have it.
  ...all(12, '12,-', '12,- €', '€ 12,-', '12,--', '12.–', 'CHF 12.-', '12,— EUR'),
  ...all(1299, '1.299,–', '1.299,- €', "1'299.–", 'Fr. 1’299.--', '€ 1.299,-'),
  ...all('number_negative', '-12,50', '12.50-', '-€ 12,-', '(12.50)', '−5'),
  ...all(0, 0, '0', '0.00', '0,00', '-0', '0.0', '€0'),
  ...all(1, 1, '1', '1.0', '1.00', '01', '1,0'),
  ...all(1000000, '1e6', '1,000,000', '1.000.000', '1 000 000'),
  ...all('number_ambiguous', '1,234', '12,345', '€1,234'),
  ...all('empty', '', 'null', 'N/A', '-', null, 'NaN', 'undefined'),
  ...all(
    'number_not_valid',
    'free',
    '12.50.1',
    '1,2,3',
    '12,50,1',
    'twelve',
    '12 50 5',
    '0x1F',
    '--5',
    '12..5',
    true,
    '1/2',
    '12%',
    'Infinity',
  ),
])
each('amount as text', amountText, [
  ['12.50', '12.5'],
  [12.5, '12.5'],
  ['1.0', '1'],
  ['0.10', '0.1'],
  ['12,50', '12.5'],
  ['9007199254740993', '9007199254740993'],
  ['0.1000000000000000055', '0.1000000000000000055'],
  ['1.234,50', '1234.5'],
  ['00012.500', '12.5'],
])
each('whole number', integer, [
  ...all(3, 3, '3', '3.0', '3.00', 3.0, ' 3 ', '３', '03', '3e0'),
  ...all(0, 0, '0', '0.0'),
  ...all('number_not_whole', '3.5', 3.5, '0.1'),
  ...all('number_negative', -1, '-3', '-3.0'),
  ...all('number_not_valid', 'three', '1-2', true),
  ...all('empty', '', 'null', null),
])
each('currency', currency, [
  ...all('EUR', 'EUR', 'eur', ' Eur ', '€', 'ＥＵＲ'),
  ...all('GBP', 'GBP', 'gbp'),
  ...all('USD', 'USD', 'usd', 'US$'),
  ...all('JPY', 'JPY', 'jpy'),
  // Pounds are those of Gibraltar, the Falklands and others, too.
  ...all('currency_ambiguous', '$', 'kr', '£'),
  ...all('currency_unknown', 'XX', 'EURO1', 'ZZZ', 'dollarz', '978'),
  ...all('empty', '', 'null', 'n/a', null),
])
each('yes or no', boolean, [
  ...all(true, true, 'true', 'TRUE', 'T', 'yes', 'Y', '1', 1, '1.0', 'on', 'oui', 'ja', 'sí'),
  ...all(false, false, 'false', 'F', 'no', 'N', '0', 0, '0.0', 'off', 'non', 'nein'),
  ...all('boolean_unknown', '2', 2, 'maybe', 'granted?', 'x'),
  ...all('empty', '', 'null', null, 'N/A'),
])

const at = (text: string) => Date.parse(text) / 1000
each('time', epochSeconds, [
  // "Unix seconds, UTC. Not ms, not ISO text."
  ...all(
    at('2026-11-20T10:30:00Z'),
    1795170600,
    '1795170600',
    '1795170600.0',
    1795170600000,
    '1795170600000',
    '1795170600000000',
    '1795170600000000000',
  ),
  ...all(
    at('2026-11-20T10:30:00Z'),
    '2026-11-20T10:30:00Z',
    '2026-11-20T10:30:00.000Z',
    '2026-11-20T10:30:00.999999Z',
    '2026-11-20 10:30:00Z',
    '2026-11-20 10:30:00+00',
  ),
  ...all(
    at('2026-11-20T10:30:00Z'),
    '2026-11-20T11:30:00+01:00',
    '2026-11-20T11:30:00+0100',
    '2026-11-20 05:30:00-05',
    '2026-11-20T16:00:00+05:30',
    '2026-11-20 10:30:00 UTC',
    '2026-11-20 10:30:00 GMT',
  ),
  ...all(
    at('2026-11-20T10:30:00Z'),
    'Fri, 20 Nov 2026 10:30:00 GMT',
    '20 Nov 2026 10:30:00 +0000',
    'November 20, 2026 10:30 AM UTC',
    '2026/11/20 10:30:00Z',
    '20.11.2026 10:30:00Z',
    '11/20/2026 10:30:00Z',
    '20/11/2026, 10:30Z',
  ),
  ...all(
    at('2026-11-20T10:30:00Z'),
    '2026-11-20 05:30:00 EST',
    '2026-11-20 11:30:00 CET',
    '2026-11-20 11:30:00 Europe/Paris',
    '20261120T103000Z',
    '２０２６－１１－２０ １０：３０：００Z',
    '2026-11-20T10:30Z',
  ),
  ...all('time_without_zone', '2026-11-20 10:30:00', '2026-11-20', '2026-11-20T10:30', '20.11.2026 10:30', '20261120'),
  ...all('time_ambiguous', '02/11/2026 10:30Z', '2.11.2026 10:30', '02-11-2026'),
  ...all(
    'time_not_valid',
    '2026-13-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-11-20T25:00:00Z',
    '2026-11-20T10:60:00Z',
    'yesterday',
    'soon',
    true,
    '20/20/2026 10:00Z',
    '2026-11-20T13:30:00 PM Z',
  ),
  ...all('time_implausible', 0, -1, '1970-01-01T00:00:00Z', 1, 99999, '2199-01-01T00:00:00Z', '1999-12-31T00:00:00Z'),
  ...all('time_zone_unclear', '2026-11-20 10:30:00 BST', '2026-11-20 10:30:00 IST'),
  ...all('empty', '', 'null', null, 'N/A', '-'),
])
each(
  'time on a wall in New York',
  epochSeconds,
  [
    ['2026-11-20 05:30:00', at('2026-11-20T10:30:00Z')],
    ['2026-07-20 06:30:00', at('2026-07-20T10:30:00Z')],
    ['2026-11-20', at('2026-11-20T05:00:00Z')],
    ['2026-11-20T10:30:00Z', at('2026-11-20T10:30:00Z')],
    ['2026-03-08 02:30:00', 'time_skipped'],
    ['2026-11-01 01:30:00', 'time_repeated'],
    ['2026-11-01 01:30:00-04:00', at('2026-11-01T05:30:00Z')],
  ],
  { timezone: 'America/New_York' },
)
