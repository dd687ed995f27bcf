import { expect, test } from 'vitest'
import type { Value } from '../contract.ts'
import { type Normaliser, Unusable } from '../dialect.ts'
import { epik, fbc, fbp, ip, leadId, madid, userAgent } from './device.ts'
import { contents } from './items.ts'
import { boolean, language, list, urlHttp } from './scalar.ts'
import { idText, text, textUpTo } from './text.ts'

const read = (normaliser: Normaliser, value: Value) => {
  const wire = normaliser.apply(value, { country: undefined, dayFirst: false, timezone: undefined, now: 0 })
  return wire instanceof Unusable ? wire.code : wire
}

test.each([
  ['82.12.7.1', '82.12.7.1'],
  ['82.12.7.1/32', '82.12.7.1'],
  ['::ffff:82.12.7.1', '82.12.7.1'],
  ['2001:db8::1', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['82.12.7.1:8080', '82.12.7.1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['82.12.7.1:99999999', 'ip_not_valid'],
  ['８２.12.7.1', '82.12.7.1'],
  ['64:ff9b::1.2.3.4', '64:ff9b::1.2.3.4'],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7::'],
  ['0.0.0.0', 'ip_not_public'],
  ['::', 'ip_not_public'],
  ['::1', 'ip_not_public'],
  ['127.0.0.1', 'ip_not_public'],
  ['256.1.1.1', 'ip_not_valid'],
  ['1.2.3', 'ip_not_valid'],
  ['01.2.3.4', 'ip_not_valid'],
  ['82.12.7.1, 10.0.0.1', 'ip_not_valid'],
  ['2001:db8::1::2', 'ip_not_valid'],
  ['1:2:3:4:5:6:7:8:9', 'ip_not_valid'],
  [':', 'ip_not_valid'],
  ['fe80::1%eth0', 'ip_not_valid'],
  ['localhost', 'ip_not_valid'],
] as const)('address %s: %s', (value, expected) => expect(read(ip, value)).toBe(expected))

test.each([
  [fbc, 'fb.1.1554763741205.AbCd_-1', 'fb.1.1554763741205.AbCd_-1'],
  [fbc, 'fb.1.1554763741205.AbCd.AQIAAQEB', 'fb.1.1554763741205.AbCd.AQIAAQEB'],
  [fbc, 'FB.1.1554763741205.AbCd', 'click_id_not_valid'],
  [fbc, 'fb.1.soon.AbCd', 'click_id_not_valid'],
  [fbp, 'fb.1.1596403881668.1116446470', 'fb.1.1596403881668.1116446470'],
  [fbp, 'fb.1.1596403881668.abc', 'click_id_not_valid'],
  [epik, ' dj0yJnU9Ab== ', 'dj0yJnU9Ab=='],
  [epik, 'two words', 'click_id_not_valid'],
  [madid, '38400000-8CF0-11BD-B23E-10B96E40000D', '38400000-8cf0-11bd-b23e-10b96e40000d'],
  [madid, '00000000-0000-0000-0000-000000000000', 'empty'],
  [madid, 'idfa', 'mobile_id_not_valid'],
  [leadId, '12345678901234567', '12345678901234567'],
  [leadId, 'l:1234567890123456', '1234567890123456'],
  [leadId, 1234567890123456, '1234567890123456'],
  [leadId, 12345678901234567000, 'number_too_long'],
  [leadId, '123', 'lead_id_not_valid'],
  [userAgent, ' Mozilla/5.0  (X11) ', 'Mozilla/5.0  (X11)'],
] as const)('%o reads %j as %s', (normaliser, value, expected) => expect(read(normaliser, value)).toBe(expected))

test.each([
  [text, 'a\u0000b', 'ab'],
  [text, 'line\none', 'line one'],
  [text, '\ud800x', '\ufffdx'],
  [text, 1.5, '1.5'],
  [text, [1], 'not_text'],
  [text, 'rene\u0301', 'ren\u00e9'],
  [idText, 'Rene\u0301 1 ', 'Rene\u0301 1'],
  [textUpTo(3), 'abcd', 'too_long'],
  [textUpTo(3), 'abc', 'abc'],
  [boolean, 'Yes', true],
  [boolean, 0, false],
  [boolean, 'vrai', true],
  [boolean, 'VERDADERO', true],
  [boolean, 'Falso', false],
  [boolean, 'maybe', 'boolean_unknown'],
  [boolean, 2, 'boolean_unknown'],
  [language, 'en-GB', 'en'],
  [language, 'fr_FR.UTF-8', 'fr'],
  [language, 'eng', 'language_unknown'],
  [language, 'xx', 'language_unknown'],
  [urlHttp, 'https://a.b/c?epik=Ab', 'https://a.b/c?epik=Ab'],
  [urlHttp, 'https://a.b/c d', 'https://a.b/c%20d'],
  [urlHttp, 'www.a.b', 'url_not_valid'],
  [urlHttp, 'javascript:alert(1)', 'url_not_valid'],
] as const)('%o reads %j as %j', (normaliser, value, expected) => expect(read(normaliser, value as Value)).toBe(expected))

test.each([
  ['a, b;c', ['a', 'b', 'c']],
  ['["a",2,9007199254740993]', ['a', '2', '9007199254740993']],
  ['{a,"b,c"}', ['a', 'b,c']],
  [
    [{ id: 'x' }, 'y', null],
    ['x', 'y'],
  ],
  [5, ['5']],
  ['[]', 'empty'],
  [null, 'empty'],
] as const)('list %j', (value, expected) => expect(read(list, value as Value)).toEqual(expected))

const numbers = contents({ price: 'number', keys: { id: 'id', quantity: 'quantity', price: 'item_price', name: 'title' } })
const texts = contents({
  price: 'text',
  keys: { id: 'id', quantity: 'quantity', price: 'item_price', name: 'item_name', brand: 'item_brand' },
})
test('items in a platform’s spelling, whatever the shop calls the parts', () => {
  const shop =
    '[{"sku":"A-1","qty":"2","price":"12,50","name":"Cup","brand":"Ours","secret":1},{"product_id":9007199254740993,"quantity":1.0,"unit_price":3}]'
  expect(read(numbers, shop)).toEqual([
    { id: 'A-1', quantity: 2, item_price: 12.5, title: 'Cup' },
    { id: '9007199254740993', quantity: 1, item_price: 3 },
  ])
  expect(read(texts, shop)).toEqual([
    { id: 'A-1', quantity: 2, item_price: '12.5', item_name: 'Cup', item_brand: 'Ours' },
    { id: '9007199254740993', quantity: 1, item_price: '3' },
  ])
  expect(read(texts, ['A', 'B'])).toEqual([{ id: 'A' }, { id: 'B' }])
  expect(read(texts, 'A,B')).toEqual([{ id: 'A' }, { id: 'B' }])
  expect(read(texts, '[{"price":1}]')).toBe('item_without_id')
  expect(read(texts, '{"id":')).toBe('items_not_valid')
  expect(read(texts, '[]')).toBe('empty')
  expect(read(numbers, '[{"id":"x","__proto__":{"quantity":9}}]')).toEqual([{ id: 'x' }])
})
