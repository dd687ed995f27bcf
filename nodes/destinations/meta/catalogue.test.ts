/** Every field of Meta's pages, one a line: from a cell as tables hold it to the place and form in the body that the pages give. */
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { Left, type Row, type Value } from '../../../runtime/contract.ts'
import { sealer } from '../../../runtime/seal.ts'
import { attributionTargets, tradeTargets } from './fields-trade.ts'
import meta from './index.ts'

const dialect = meta.dialect!
const NOW = Date.parse('2026-11-20T12:00:00Z')
const HOUR_AGO = '2026-11-20T11:00:00Z'
const HOUR_AGO_S = 1_795_172_400
const hashed = (text: string) => [createHash('sha256').update(text).digest('hex')]
const plain: Row = { event_name: 'Lead', action_source: 'other', event_time: HOUR_AGO, event_id: 'o-1', email: 'mary@example.com' }

function body(row: Row): any {
  const event = sealer({ dialect, sealing: {}, timezone: undefined, now: NOW }).seal({ ...plain, ...row }, (code, field) => {
    throw new Error(`${field} ${code}`)
  })
  if (event instanceof Left) throw new Error(event.code)
  return JSON.parse(dialect.encode(event))
}
const FACTS = [
  'a2',
  'com.shop',
  '4',
  '4.2',
  '16',
  'Pixel 9',
  'en_GB',
  'CET',
  'T-Mobile',
  '1080',
  '2400',
  '3',
  '8',
  '128',
  '64',
  'Europe/Paris',
]

/** Concept, cell, where the value stands in the body, and how. */
const rows: readonly [string, Value, string, unknown][] = [
  ['event_name', 'Add to cart', 'event_name', 'AddToCart'],
  ['event_time', HOUR_AGO, 'event_time', HOUR_AGO_S],
  ['event_id', ' O-1 ', 'event_id', 'O-1'],
  ['event_source_url', 'https://shop.example/a?B=c', 'event_source_url', 'https://shop.example/a?B=c'],
  ['action_source', 'in store', 'action_source', 'physical_store'],
  ['opt_out', '0', 'opt_out', false],
  ['referrer_url', 'https://news.example/', 'referrer_url', 'https://news.example/'],
  ['messaging_channel', 'WhatsApp', 'messaging_channel', 'whatsapp'],
  ['data_processing', 'LDU', 'data_processing_options', ['LDU']],
  ['original_event_name', 'purchase', 'original_event_data.event_name', 'Purchase'],
  ['original_event_time', HOUR_AGO, 'original_event_data.event_time', HOUR_AGO_S],
  ['original_order_id', '0042', 'original_event_data.order_id', '0042'],
  ['original_event_id', 'o-0', 'original_event_data.event_id', 'o-0'],
  ['email', ' Mary@Example.com', 'user_data.em', hashed('mary@example.com')],
  ['phone', '+1 (650) 555-1212', 'user_data.ph', hashed('16505551212')],
  ['first_name', 'Mary-Ann', 'user_data.fn', hashed('maryann')],
  ['last_name', "O'Brien", 'user_data.ln', hashed('obrien')],
  ['gender', 'Female', 'user_data.ge', hashed('f')],
  ['birth_date', '2/16/1997', 'user_data.db', hashed('19970216')],
  ['city', 'New York', 'user_data.ct', hashed('newyork')],
  ['state', 'AZ', 'user_data.st', hashed('az')],
  ['postal_code', 'M1 1AE', 'user_data.zp', hashed('m11ae')],
  ['country', 'United States', 'user_data.country', hashed('us')],
  ['external_id', ' User 42 ', 'user_data.external_id', hashed('user42')],
  ['client_ip', '2001:db8::1', 'user_data.client_ip_address', '2001:db8::1'],
  ['client_user_agent', 'Mozilla/5.0 (X11)', 'user_data.client_user_agent', 'Mozilla/5.0 (X11)'],
  ['fbc', 'fb.1.1554763741205.AbC', 'user_data.fbc', 'fb.1.1554763741205.AbC'],
  ['fbp', 'fb.1.1558571054389.1098115397', 'user_data.fbp', 'fb.1.1558571054389.1098115397'],
  ['subscription_id', 'sub_1', 'user_data.subscription_id', 'sub_1'],
  ['fb_login_id', '1234567', 'user_data.fb_login_id', 1234567],
  ['lead_id', 'l:123456789012345', 'user_data.lead_id', 123456789012345],
  ['anon_id', 'XZ-1', 'user_data.anon_id', 'XZ-1'],
  ['mobile_ad_id', 'ABCDEF01-8CF0-11BD-B23E-10B96E40000D', 'user_data.madid', 'abcdef01-8cf0-11bd-b23e-10b96e40000d'],
  ['page_id', '77', 'user_data.page_id', '77'],
  ['page_scoped_user_id', '78', 'user_data.page_scoped_user_id', '78'],
  ['ctwa_clid', 'ARAk_b', 'user_data.ctwa_clid', 'ARAk_b'],
  ['ig_account_id', '79', 'user_data.ig_account_id', '79'],
  ['ig_sid', '80', 'user_data.ig_sid', '80'],
  ['whatsapp_business_account_id', '81', 'user_data.whatsapp_business_account_id', '81'],
  ['value', '12,50', 'custom_data.value', 12.5],
  ['currency', 'eur', 'custom_data.currency', 'EUR'],
  ['content_ids', '["A",7]', 'custom_data.content_ids', ['A', '7']],
  [
    'contents',
    '[{"sku":7,"qty":"2","price":"9,50","title":"Tea","category":"Food","brand":"Leaf","delivery_category":"Home delivery"}]',
    'custom_data.contents',
    [{ id: '7', quantity: 2, item_price: 9.5, title: 'Tea', category: 'Food', brand: 'Leaf', delivery_category: 'home_delivery' }],
  ],
  ['content_type', 'Product Group', 'custom_data.content_type', 'product_group'],
  ['content_name', 'Green tea', 'custom_data.content_name', 'Green tea'],
  ['content_category', 'Food', 'custom_data.content_category', 'Food'],
  ['num_items', '3.0', 'custom_data.num_items', 3],
  ['order_id', '0042', 'custom_data.order_id', '0042'],
  ['item_number', '42-1', 'custom_data.item_number', '42-1'],
  ['search_string', 'Green tea', 'custom_data.search_string', 'Green tea'],
  ['predicted_ltv', '1e3', 'custom_data.predicted_ltv', 1000],
  ['net_revenue', '7.25', 'custom_data.net_revenue', 7.25],
  ['status', 'registered', 'custom_data.status', 'registered'],
  ['delivery_category', 'Curbside', 'custom_data.delivery_category', 'curbside'],
  ['store_page_id', '91', 'custom_data.store_data.store_page_id', '91'],
  ['brand_page_id', '92', 'custom_data.store_data.brand_page_id', '92'],
  ['store_code', 'PAR-1', 'custom_data.store_data.store_code', 'PAR-1'],
  ['crm_event_source', 'crm', 'custom_data.event_source', 'crm'],
  ['lead_event_source', 'HubSpot', 'custom_data.lead_event_source', 'HubSpot'],
  ['customer_segmentation', 'New customer to business', 'custom_data.customer_segmentation', 'new_customer_to_business'],
  ['app_ad_tracking_enabled', 'true', 'app_data.advertiser_tracking_enabled', 1],
  ['app_tracking_enabled', false, 'app_data.application_tracking_enabled', 0],
  ['app_extinfo', JSON.stringify(FACTS), 'app_data.extinfo', FACTS],
  ['app_campaign_ids', 'c-1', 'app_data.campaign_ids', 'c-1'],
  ['app_install_referrer', 'utm_source=x', 'app_data.install_referrer', 'utm_source=x'],
  ['app_installer_package', 'com.android.vending', 'app_data.installer_package', 'com.android.vending'],
  ['app_url_schemes', '["fb1","shop"]', 'app_data.url_schemes', ['fb1', 'shop']],
  ['app_vendor_id', 'V-1', 'app_data.vendor_id', 'V-1'],
  ['app_windows_attribution_id', 'W-1', 'app_data.windows_attribution_id', 'W-1'],
]
it.each(rows)('%s %j stands at %s', (concept, cell, path, expected) => {
  expect(path.split('.').reduce((part, key) => part?.[key], body({ [concept]: cell }))).toEqual(expected)
})

it('takes country and state of limited use beside the option, and only there', () => {
  const limits = { data_processing_country: '1', data_processing_state: 1000 }
  expect(body({ data_processing: 'LDU', ...limits })).toMatchObject({
    data_processing_options: ['LDU'],
    data_processing_options_country: 1,
    data_processing_options_state: 1000,
  })
  expect(Object.keys(body(limits))).toEqual(Object.keys(body({})))
})

it('makes the sixteen facts of what a mapping has, in Meta’s order', () => {
  const [, app_package_name, , app_version, app_os_version, app_device_model, device_locale, device_timezone_abbr, ...rest] = FACTS
  const [app_device_carrier, device_screen_width, device_screen_height, device_screen_density, ...last] = rest
  const [device_cpu_cores, device_external_storage, device_external_storage_free, device_timezone] = last
  const known = { app_package_name, app_version, app_os_version, app_device_model, device_locale, device_timezone_abbr, app_device_carrier }
  const more = { device_screen_width, device_screen_height, device_screen_density, device_cpu_cores, device_external_storage }
  const made = body({ action_source: 'app_android', ...known, ...more, device_external_storage_free, device_timezone } as Row)
  expect(made.app_data.extinfo).toEqual(FACTS.toSpliced(2, 1, '4.2'))
})

it('has a line for every field that can be mapped', () => {
  const told = new Set([...rows.map(([, , path]) => path), 'data_processing_options_country', 'data_processing_options_state'])
  const ofTrade = new Set([...tradeTargets, ...attributionTargets].map(target => target.key)) // catalogue-trade.test.ts
  const keys = dialect.targets.map(target => target.key).filter(key => !key.startsWith('made_from.') && !ofTrade.has(key))
  expect(keys.filter(key => !told.has(key))).toEqual([])
})
