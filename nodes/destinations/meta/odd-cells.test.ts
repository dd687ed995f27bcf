/**
 * Odd cells, one a line: what a row holds, and what stands at Meta's place for it or why nothing does. Expected values are
 * worked out from Meta's written rules; none was copied from what the program gave.
 */
import { gone, oddCells } from '../../../test/stand-ins/odd-cells.ts'
import meta from './index.ts'

const check = oddCells(meta.dialect!, {
  event_name: 'Lead',
  action_source: 'other',
  event_time: '2026-11-20T11:00:00Z',
  event_id: 'o-1',
  fbp: 'fb.1.1596403881668.1',
})
const EUR = { currency: 'EUR' }

check('custom_data.value', [
  ['value', '12.50', 12.5, EUR],
  ['value', '12,50', 12.5, EUR],
  ['value', '1.234,56', 1234.56, EUR],
  ['value', '1,234.56', 1234.56, EUR],
  ['value', '1 234,56', 1234.56, EUR],
  ['value', '1\u202f234,56 €', 1234.56, EUR],
  ['value', "1'234.50", 1234.5, EUR],
  ['value', '€ 12', 12, EUR],
  ['value', '12.5 EUR', 12.5, EUR],
  ['value', '12.345.678', 12345678, EUR],
  ['value', '1e3', 1000, EUR],
  ['value', 0, 0, EUR],
  ['value', '0.00', 0, EUR],
  ['value', 19.99, 19.99, EUR],
  ['value', -5, gone('number_negative'), EUR],
  ['value', '(5.00)', gone('number_negative'), EUR],
  ['value', Number.NaN, gone('empty'), EUR],
  ['value', 'NaN', gone('empty'), EUR],
  ['value', Number.POSITIVE_INFINITY, gone('number_not_valid'), EUR],
  ['value', 'Infinity', gone('number_not_valid'), EUR],
  ['value', '1,234', gone('number_ambiguous'), EUR],
  ['value', true, gone('number_not_valid'), EUR],
  ['value', '12.5.3', gone('number_not_valid'), EUR],
  ['value', 'free', gone('number_not_valid'), EUR],
])
check('custom_data.currency', [
  ['currency', ' eur ', 'EUR'],
  ['currency', '€', 'EUR'],
  ['currency', 'US$', 'USD'],
  ['currency', '$', gone('currency_ambiguous')],
  ['currency', 'kr', gone('currency_ambiguous')],
  ['currency', 'ABC', gone('currency_unknown')],
  ['currency', '978', gone('currency_unknown')],
])
check('custom_data.content_ids', [
  ['content_ids', 'a,b;c|d', ['a', 'b', 'c', 'd']],
  ['content_ids', '["a",2]', ['a', '2']],
  ['content_ids', ['x', null, '', 7], ['x', '7']],
  ['content_ids', '{a,"b c"}', ['a', 'b c']],
  ['content_ids', [{ sku: 's1' }], ['s1']],
  ['content_ids', 123, ['123']],
  ['content_ids', '[]', gone('empty')],
])
check('custom_data.contents', [
  ['contents', '[{"id":"a","quantity":"2","item_price":"3,50"}]', [{ id: 'a', quantity: 2, item_price: 3.5 }]],
  ['contents', '[{"sku":"a","qty":1,"price":2,"title":"Mug"}]', [{ id: 'a', quantity: 1, item_price: 2, title: 'Mug' }]],
  ['contents', [{ id: 5 }], [{ id: '5' }]],
  ['contents', '{"id":"a","quantity":0,"item_price":0}', [{ id: 'a', quantity: 0, item_price: 0 }]],
  ['contents', '[{"id":"a","quantity":"1.5","item_price":"NaN"}]', [{ id: 'a' }]],
  ['contents', 'a,b', [{ id: 'a' }, { id: 'b' }]],
  ['contents', '[{"quantity":1}]', gone('item_without_id')],
  ['contents', '[{"id":"a"},{"id":""}]', gone('item_without_id')],
  ['contents', '[]', gone('empty')],
  ['contents', true, gone('items_not_valid')],
])
check('custom_data.content_type', [
  ['content_type', 'Product Group', 'product_group'],
  ['content_type', 'thing', gone('meta.not_offered')],
])
check('custom_data.num_items', [
  ['num_items', '3.0', 3],
  ['num_items', 0, 0],
  ['num_items', '3.5', gone('number_not_whole')],
  ['num_items', '-1', gone('number_negative')],
])
check('custom_data.order_id', [
  ['order_id', 12345, '12345'],
  ['order_id', ' A 1 ', 'A 1'],
  ['order_id', 2 ** 53, gone('number_too_long')],
])
check('custom_data.predicted_ltv', [['predicted_ltv', '99,90', 99.9]])
check('custom_data.net_revenue', [['net_revenue', '1.000,00', 1000]])
check('custom_data.search_string', [['search_string', ' blue\u0000 mug ', 'blue mug']])
check('custom_data.status', [['status', true, 'true']])
check('custom_data.delivery_category', [
  ['delivery_category', 'Home-Delivery', 'home_delivery'],
  ['delivery_category', 'drone', gone('meta.not_offered')],
])
check('custom_data.customer_segmentation', [
  ['customer_segmentation', 'new_customer_to_product_area', 'new_customer_to_product_area'],
  ['customer_segmentation', 'vip', gone('meta.not_offered')],
])
check('custom_data.store_data', [['store_code', 'P-7', { store_code: 'P-7' }]])
check('custom_data.event_source', [['crm_event_source', 'crm', 'crm']])
check('opt_out', [
  ['opt_out', 'no', false],
  ['opt_out', 0, false],
  ['opt_out', 'Oui', true],
  ['opt_out', 'n/a', gone('empty')],
])
check('event_source_url', [
  ['event_source_url', 'https://shop.example/a?b=C&fbclid=IwAR', 'https://shop.example/a?b=C&fbclid=IwAR'],
  ['event_source_url', 'https://shop.example/a b', 'https://shop.example/a%20b'],
  ['event_source_url', 'shop.example/a', gone('url_not_valid')],
  ['event_source_url', 'ftp://shop.example/', gone('url_not_valid')],
  ['event_source_url', 'javascript:alert(1)', gone('url_not_valid')],
])
check('referrer_url', [['referrer_url', 'https://google.com/', 'https://google.com/']])
check('event_id', [
  ['event_id', ' Order 1 ', 'Order 1'],
  ['event_id', 77, '77'],
])
// 2026-11-20T12:00Z is 1795176000; Paris is an hour ahead of UTC in November.
check('event_time', [
  ['event_time', '2026-11-20T12:30:00+01:00', 1795174200],
  ['event_time', '2026-11-20 10:00:00', 1795165200],
  ['event_time', '2026-11-20', 1795129200],
  ['event_time', '20/11/2026 10:00', 1795165200],
  ['event_time', 1795170000, 1795170000],
  ['event_time', 1795170000999, 1795170000],
  ['event_time', '1795170000123456', 1795170000],
  ['event_time', '2026-11-20T12:00:30Z', 1795176000],
  ['event_time', '2026-11-20T12:01:00Z', 1795176000],
])
check('data_processing_options', [
  ['data_processing', 'ldu', ['LDU']],
  ['data_processing', 'LDP', ['LDU']],
  ['data_processing', false, []],
  ['data_processing', 'n/a', gone('empty')],
])
check('messaging_channel', [
  ['messaging_channel', 'WhatsApp', 'whatsapp'],
  ['messaging_channel', 'sms', gone('meta.not_offered')],
])
check('app_data.advertiser_tracking_enabled', [
  ['app_ad_tracking_enabled', true, 1],
  ['app_ad_tracking_enabled', 'no', 0],
  ['app_ad_tracking_enabled', 'n/a', gone('empty')],
])
check('app_data.extinfo', [
  ['app_extinfo', '["i2"]', gone('meta.not_offered')],
  ['app_extinfo', ['i2', '', '', '', '18.1', ...Array(11).fill(null)], ['i2', '', '', '', '18.1', ...Array(11).fill('')]],
])
check('event_name', [
  ['event_name', ' add to cart ', 'AddToCart'],
  ['event_name', 'PURCHASE', 'Purchase', { value: 1, currency: 'EUR' }],
  ['event_name', 'leadsubmitted', 'LeadSubmitted'],
  ['event_name', 'Großer Einkauf', 'Großer Einkauf'],
])
check('action_source', [
  ['action_source', 'Physical Store', 'physical_store'],
  ['action_source', 'offline', 'physical_store'],
  ['action_source', 'iOS', 'app'],
  ['action_source', 'web', 'website'],
])
check('original_event_data', [
  ['original_event_name', 'purchase', { event_name: 'Purchase' }],
  ['original_event_time', '2026-11-19T10:00:00Z', { event_time: 1795082400 }],
])
