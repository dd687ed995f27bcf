/**
 * Hard cases: telephones, devices and addresses. What is expected is what the platforms' papers say (Meta: customer information parameters, read 2026-09-12; Pinterest: OpenAPI 5.23) or,
 * where they are silent, what README.md of this room decided; never what came out.
 */
import { expect, test } from 'vitest'
import { all, each, read } from '../../test/stand-ins/tables.ts'
import { fbc, fbp, ip, leadId, madid } from './device.ts'
import { phone } from './phone.ts'
import { language, urlHttp } from './scalar.ts'

each('phone', phone, [
  // "Digits only, no leading zeros, country code must be there."
  ...all(
    '33612345678',
    '+33612345678',
    '+33 6 12 34 56 78',
    '0033612345678',
    '+33 (0)6 12 34 56 78',
    '＋３３６１２３４５６７８',
    '+33-6-12-34-56-78',
    '+33.6.12.34.56.78',
    'tel:+33612345678',
    '\u202a+33612345678\u202c',
    '+33\u00a06\u00a012\u00a034\u00a056\u00a078',
  ),
  ...all(
    '12025550143',
    '+1 (202) 555-0143',
    '+1-202-555-0143',
    '001 202 555 0143',
    '+1 202.555.0143',
    '+1 202 555 0143 ext. 12',
    '+1 202 555 0143 x12',
  ),
  ...all('442079460018', '+44 20 7946 0018', '+44 (0)20 7946 0018', '0044 20 7946 0018'),
  ...all('phone_without_country', '06 12 34 56 78', '(202) 555-0143', '020 7946 0018', '2025550143'),
  ...all('empty', '', 'null', 'n/a', '-', null),
])
each(
  'phone in France',
  phone,
  [
    ...all(
      '33612345678',
      '06 12 34 56 78',
      '0612345678',
      '06.12.34.56.78',
      '06-12-34-56-78',
      '612345678',
      612345678,
      '06 12 34 56 78 ',
      '+33612345678',
      '33612345678',
      '٠٦١٢٣٤٥٦٧٨',
    ),
    ['+1 202 555 0143', '12025550143'],
    ['0049 30 901820', '4930901820'],
  ],
  { country: 'FR' },
)
each(
  'phone in the US',
  phone,
  [
    ...all(
      '12025550143',
      '(202) 555-0143',
      '2025550143',
      2025550143,
      '1-202-555-0143',
      '12025550143',
      '202.555.0143',
      '011 1 202 555 0143',
      '202-555-0143 ext 5',
    ),
    ['011 44 20 7946 0018', '442079460018'],
  ],
  { country: 'US' },
)

each('IP address', ip, [
  ['8.8.8.8', '8.8.8.8'],
  [' 8.8.8.8 ', '8.8.8.8'],
  ['2001:4860:4860::8888', '2001:4860:4860::8888'],
  ...all('empty', '', 'null', null),
])
test.each(['0.0.0.0', '999.1.1.1', '8.8.8', 'localhost', '8.8.8.8/24x', '::g'])('%s is no address of a visitor', value =>
  expect(read(ip, value)).toMatch(/^ip_/),
)
each('advertising id', madid, [
  ['38400000-8CF0-11BD-B23E-10B96E40000D', '38400000-8cf0-11bd-b23e-10b96e40000d'],
  ['38400000-8cf0-11bd-b23e-10b96e40000d', '38400000-8cf0-11bd-b23e-10b96e40000d'],
])
test.each(['00000000-0000-0000-0000-000000000000', 'not-an-id', '3840'])('%s is nobody’s device', value =>
  expect((typeof read(madid, value) === 'string' && /_/.test(String(read(madid, value)))) || read(madid, value) === 'empty').toBe(true),
)
each('click and browser ids', fbc, [
  // Case-sensitive: never lower-cased; a fifth part is passed on.
  [
    'fb.1.1554763741205.IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk',
    'fb.1.1554763741205.IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk',
  ],
  [' fb.1.1554763741205.AbCdEf ', 'fb.1.1554763741205.AbCdEf'],
  ['fb.2.1554763741205.AbCdEf.AQMBAQIA', 'fb.2.1554763741205.AbCdEf.AQMBAQIA'],
])
each('browser id', fbp, [
  ['fb.1.1558571054389.1098115397', 'fb.1.1558571054389.1098115397'],
  [' fb.2.1558571054389.1098115397', 'fb.2.1558571054389.1098115397'],
])
each('lead id', leadId, [
  // 15 to 17 digits: more than a double holds.
  ['123456789012345', '123456789012345'],
  ['12345678901234567', '12345678901234567'],
  ['  123456789012345 ', '123456789012345'],
])
each('language', language, [
  ...all('en', 'en', 'EN', 'en-GB', 'en_US', ' en '),
  ['fr-FR', 'fr'],
  ...all('language_unknown', 'xx', 'zz-ZZ'),
  ...all('empty', '', 'null'),
])
each('web address', urlHttp, [
  ['https://shop.example/a?b=C&fbclid=AbC', 'https://shop.example/a?b=C&fbclid=AbC'],
  [' https://shop.example/ ', 'https://shop.example/'],
  ...all('url_not_valid', 'shop.example', 'ftp://shop.example', '/cart', 'javascript:alert(1)', 'https://', 'http//shop.example'),
  ...all('empty', '', 'null'),
])
