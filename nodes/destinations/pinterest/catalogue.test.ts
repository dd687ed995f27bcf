/** Every field of Pinterest's schema, one a line: from a cell as tables hold it to its place and form in the body. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { Left, type Row, type Value } from '../../../runtime/contract.ts'
import { sealer } from '../../../runtime/seal.ts'
import pinterest from './index.ts'

const dialect = pinterest.dialect!
const NOW = Date.parse('2026-11-20T12:00:00Z')
const HOUR_AGO = '2026-11-20T11:00:00Z'
const HOUR_AGO_S = 1_795_172_400
const hashed = (text: string) => [createHash('sha256').update(text).digest('hex')]
const plain: Row = { event_name: 'Lead', action_source: 'website', event_time: HOUR_AGO, event_id: 'o-1', email: 'mary@example.com' }

function body(row: Row): any {
  const event = sealer({ dialect, sealing: {}, timezone: undefined, now: NOW }).seal({ ...plain, ...row }, (code, field) => {
    throw new Error(`${field} ${code}`)
  })
  if (event instanceof Left) throw new Error(event.code)
  return JSON.parse(dialect.encode(event))
}

/** Concept, cell, where the value stands in the body, and how. */
const rows: readonly [string, Value, string, unknown][] = [
  ['event_name', 'Purchase', 'event_name', 'checkout'],
  ['action_source', 'physical_store', 'action_source', 'offline'],
  ['event_time', HOUR_AGO, 'event_time', HOUR_AGO_S],
  ['event_id', ' O-1 ', 'event_id', 'O-1'],
  ['event_source_url', 'https://shop.example/a?epik=Xy', 'event_source_url', 'https://shop.example/a?epik=Xy'],
  ['opt_out', 'yes', 'opt_out', true],
  ['partner_name', 'direct', 'partner_name', 'direct'],
  ['language', 'en-GB', 'language', 'en'],
  ['wifi', 1, 'wifi', true],
  ['email', ' Mary@Example.com', 'user_data.em', hashed('mary@example.com')],
  ['phone', '+1 (650) 555-1212', 'user_data.ph', hashed('16505551212')],
  ['first_name', ' Mary-Ann ', 'user_data.fn', hashed('mary-ann')],
  ['last_name', "O'Brien", 'user_data.ln', hashed("o'brien")],
  ['gender', 'Non-binary', 'user_data.ge', hashed('n')],
  ['birth_date', '1997-02-16', 'user_data.db', hashed('19970216')],
  ['city', 'New York', 'user_data.ct', hashed('newyork')],
  ['state', 'CA', 'user_data.st', hashed('ca')],
  ['postal_code', '75001', 'user_data.zp', hashed('75001')],
  ['country', 'US', 'user_data.country', hashed('us')],
  ['external_id', ' User 42 ', 'user_data.external_id', hashed('User 42')],
  ['mobile_ad_id', 'ABCDEF01-8CF0-11BD-B23E-10B96E40000D', 'user_data.hashed_maids', hashed('abcdef01-8cf0-11bd-b23e-10b96e40000d')],
  ['client_ip', '84.12.3.4', 'user_data.client_ip_address', '84.12.3.4'],
  ['client_user_agent', 'Mozilla/5.0 (X11)', 'user_data.client_user_agent', 'Mozilla/5.0 (X11)'],
  ['epik', 'dj0yJnU9AbC', 'user_data.click_id', 'dj0yJnU9AbC'],
  ['partner_id', 'Ramp-1', 'user_data.partner_id', 'Ramp-1'],
  ['customer_type', 'New', 'user_data.customer_type', 'new'],
  ['value', 12.5, 'custom_data.value', '12.5'],
  ['currency', 'eur', 'custom_data.currency', 'EUR'],
  ['content_ids', '["A",7]', 'custom_data.content_ids', ['A', '7']],
  [
    'contents',
    '[{"sku":7,"qty":"2","price":9.5,"title":"Tea","category":"Food","brand":"Leaf"}]',
    'custom_data.contents',
    [{ id: '7', quantity: 2, item_price: '9.5', item_name: 'Tea', item_category: 'Food', item_brand: 'Leaf' }],
  ],
  ['num_items', '3.0', 'custom_data.num_items', 3],
  ['order_id', '0042', 'custom_data.order_id', '0042'],
  ['search_string', 'Green tea', 'custom_data.search_string', 'Green tea'],
  ['content_name', 'Green tea', 'custom_data.content_name', 'Green tea'],
  ['content_category', 'Food', 'custom_data.content_category', 'Food'],
  ['content_brand', 'Leaf', 'custom_data.content_brand', 'Leaf'],
  ['predicted_ltv', 1000, 'custom_data.predicted_ltv', '1000'],
  ['data_processing', 'LDU', 'custom_data.opt_out_type', 'LDP'],
  ['app_id', '429047995', 'app_id', '429047995'],
  ['app_name', 'Shop', 'app_name', 'Shop'],
  ['app_version', '4.2', 'app_version', '4.2'],
  ['app_device_brand', 'Google', 'device_brand', 'Google'],
  ['app_device_carrier', 'T-Mobile', 'device_carrier', 'T-Mobile'],
  ['app_device_model', 'Pixel 9', 'device_model', 'Pixel 9'],
  ['app_device_type', 'phone', 'device_type', 'phone'],
  ['app_os_version', '16', 'os_version', '16'],
  ['app_package_name', 'com.shop', 'app_info.app_package_name', 'com.shop'],
  ['app_store', 'Google Play', 'app_info.app_store', 'Google Play'],
  ['app_install_time', HOUR_AGO, 'app_info.install_time', HOUR_AGO_S],
  ['app_user_agent', 'Shop/4.2', 'app_info.user_agent', 'Shop/4.2'],
  ['app_window_height', '2400', 'app_info.window_height', 2400],
  ['app_window_width', 1080, 'app_info.window_width', 1080],
  ['device_battery_level', '80', 'device_info.battery_level', 80],
  ['device_cpu_cores', 8, 'device_info.cpu_cores', 8],
  ['device_external_storage_free', 64, 'device_info.external_storage_free_space', 64],
  ['device_external_storage', 128, 'device_info.external_storage_size', 128],
  ['device_form_factor', 'Cellphone', 'device_info.form_factor', 'cellphone'],
  ['device_kernel_version', '6.1', 'device_info.kernel_version', '6.1'],
  ['device_languages', 'en,fr', 'device_info.languages', ['en', 'fr']],
  ['device_locale', 'en_GB', 'device_info.locale', 'en_GB'],
  ['device_network_type', 'cellular 5g', 'device_info.network_type', 'cellular_5g'],
  ['device_os_family', 'Android', 'device_info.os_family', 'android'],
  ['device_os_name', 'Android', 'device_info.os_name', 'Android'],
  ['device_os_release_name', 'Baklava', 'device_info.os_release_name', 'Baklava'],
  ['device_screen_density', 420, 'device_info.screen_density', 420],
  ['device_screen_height', 2400, 'device_info.screen_height', 2400],
  ['device_screen_width', 1080, 'device_info.screen_width', 1080],
  ['device_storage_free', 32, 'device_info.storage_free_space', 32],
  ['device_storage', 256, 'device_info.storage_size', 256],
  ['device_timezone', 'Europe/Paris', 'device_info.timezone', 'Europe/Paris'],
  ['device_timezone_abbr', 'CET', 'device_info.timezone_abbr', 'CET'],
]
it.each(rows)('%s %j stands at %s', (concept, cell, path, expected) => {
  expect(path.split('.').reduce((part, key) => part?.[key], body({ [concept]: cell }))).toEqual(expected)
})

const told = new Set(rows.map(([, , path]) => path))
it('has a line for every field that can be mapped', () => {
  expect(dialect.targets.map(target => target.key).filter(key => !told.has(key))).toEqual([])
})

/** Pinterest's own: never sent. And what the flat keys of the same event say already. */
const LEFT_OUT =
  /^custom_data\.(np|external_measurement_\w+)$|^app_info\.app_(id|name|version)$|^device_info\.(brand|carrier|model|type|os_version)$/
it('has a line for every property of the official schema but those that the README names', () => {
  const { components } = JSON.parse(readFileSync(new URL('./pinterest-conversions.openapi.json', import.meta.url), 'utf8'))
  const named = (schema: any): any => (schema?.$ref ? named(components.schemas[schema.$ref.split('/').at(-1)]) : schema)
  const event = named(named(components.schemas.ConversionEvents).properties.data.items)
  const paths = Object.entries<any>(event.properties).flatMap(([key, schema]) => {
    const whole = named(schema)
    const parts = [whole, ...(whole.anyOf ?? []).map(named)].flatMap(part => Object.keys(part.properties ?? {}))
    return parts.length > 0 ? parts.map(part => `${key}.${part}`) : [key]
  })
  const item = Object.keys(named(named(event.properties.custom_data).properties.contents.items).properties)
  const sent = body({ contents: '[{"id":1,"quantity":1,"price":1,"name":"a","category":"b","brand":"c"}]' }).custom_data.contents[0]
  expect(Object.keys(sent).sort()).toEqual(item.sort())
  expect(paths.length).toBeGreaterThan(60)
  expect(paths.filter(path => !told.has(path) && !LEFT_OUT.test(path))).toEqual([])
})
