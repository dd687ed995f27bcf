/**
 * Odd cells, one a line: what a row holds, and what stands at Pinterest's place for it or why nothing does. Expected values are
 * worked out from Pinterest's written rules; none was copied from what the program gave.
 */
import { gone, oddCells, sha } from '../../../test/stand-ins/odd-cells.ts'
import pinterest from './index.ts'

const check = oddCells(pinterest.dialect!, {
  event_name: 'Lead',
  action_source: 'web',
  event_time: '2026-11-20T11:00:00Z',
  event_id: 'o-1',
})

const D = sha('mary@example.com')[0]!
check('user_data.em', [
  ['email', ' Mary@Example.COM\t', sha('mary@example.com')],
  ['email', 'First.Last+news@gmail.com', sha('first.last+news@gmail.com')],
  ['email', '\u200bmary@example.com\ufeff', sha('mary@example.com')],
  ['email', D.toUpperCase(), [D]],
  ['email', ['a@x.example', null, 'b@x.example', ''], sha('a@x.example', 'b@x.example')],
  ['email', ['nobody', 'b@x.example'], sha('b@x.example')],
  ['email', 'nobody', gone('email_not_valid')],
  ['email', 'a@b.example, c@d.example', gone('email_not_valid')],
  ['email', 'N/A', gone('empty')],
  ['email', 'd41d8cd98f00b204e9800998ecf8427e', gone('digest_not_sha256')],
  ['email', sha('')[0]!, gone('digest_of_nothing')],
])
check('user_data.ph', [
  ['phone', '+33 6 12 34 56 78', sha('33612345678')],
  ['phone', '06.12.34.56.78', sha('33612345678')],
  ['phone', '(415) 555-2671', sha('14155552671'), { country: 'US' }],
  ['phone', ['+33612345678', '06 12 34 56 78'], sha('33612345678')],
  ['phone', '12', gone('phone_not_valid')],
])
check('user_data.fn', [
  ['first_name', ' Jean-Luc ', sha('jean-luc')],
  ['first_name', 'Mary Ann', sha('mary ann')],
  ['first_name', 'Vale\u0301ry', sha('valéry')],
  ['first_name', 'null', gone('empty')],
])
check('user_data.ln', [
  ['last_name', "O'Brien", sha("o'brien")],
  ['last_name', ['Smith', 'SMITH ', 'Jones'], sha('smith', 'jones')],
])
check('user_data.ge', [
  ['gender', 'Female', sha('f')],
  ['gender', 'm', sha('m')],
  ['gender', 'Non-binary', sha('n')],
  ['gender', '1', gone('gender_unknown')],
])
check('user_data.db', [
  ['birth_date', '1990-02-01', sha('19900201')],
  ['birth_date', '16.02.1997', sha('19970216')],
  ['birth_date', '01/02/1990', gone('birth_date_ambiguous')],
  ['birth_date', '1990-02-30', gone('birth_date_not_valid')],
])
check('user_data.ct', [
  ['city', 'St. Louis', sha('stlouis')],
  ['city', 'Stoke-on-Trent', sha('stokeontrent')],
])
check('user_data.st', [
  ['state', 'California', sha('ca'), { country: 'US' }],
  ['state', 'CA', sha('ca'), { country: 'US' }],
  ['state', 'Bayern', gone('state_unknown'), { country: 'DE' }],
])
check('user_data.zp', [
  ['postal_code', '94035-1234', sha('94035'), { country: 'US' }],
  ['postal_code', '75001', sha('75001')],
  ['postal_code', 'M1 1AE', gone('postal_code_letters'), { country: 'GB' }],
])
check('user_data.country', [
  ['country', 'France', sha('fr')],
  ['country', 'UK', sha('gb')],
  ['country', 'ZZ', gone('country_unknown')],
])
check('user_data.external_id', [
  ['external_id', ' User 42 ', sha('User 42')],
  ['external_id', 12345, sha('12345')],
  ['external_id', ['a', 'A'], sha('a', 'A')],
  ['external_id', '6f9619ff8b86d011b42d00cf4fc964ff', sha('6f9619ff8b86d011b42d00cf4fc964ff')],
  ['external_id', D.toUpperCase(), [D]],
])
check('user_data.hashed_maids', [
  ['mobile_ad_id', '38400000-8CF0-11BD-B23E-10B96E40000D', sha('38400000-8cf0-11bd-b23e-10b96e40000d')],
  ['mobile_ad_id', D, [D]],
  ['mobile_ad_id', '00000000-0000-0000-0000-000000000000', gone('empty')],
  ['mobile_ad_id', 'x', gone('mobile_id_not_valid')],
])
check('user_data.client_ip_address', [
  ['client_ip', ' 93.184.216.34 ', '93.184.216.34'],
  ['client_ip', '2a02:8071::1', '2a02:8071::1'],
  ['client_ip', '0.0.0.0', gone('ip_not_public')],
  ['client_ip', 'x', gone('ip_not_valid')],
])
check('user_data.client_user_agent', [['client_user_agent', 'Mozilla/5.0  (X11)', 'Mozilla/5.0  (X11)']])
check('user_data.click_id', [
  ['epik', ' dj0yJnU9AbC ', 'dj0yJnU9AbC'],
  ['epik', 'two words', gone('click_id_not_valid')],
])
check('user_data.partner_id', [['partner_id', 'Xi-1', 'Xi-1']])
check('user_data.customer_type', [
  ['customer_type', 'New', 'new'],
  ['customer_type', 'vip', gone('pin.not_offered')],
])
check('custom_data.value', [
  ['value', 12.5, '12.5'],
  ['value', '12.50', '12.5'],
  ['value', '1.234,56 €', '1234.56'],
  ['value', '1,234.56', '1234.56'],
  ['value', '0', '0'],
  ['value', '0.10', '0.1'],
  ['value', '1e3', '1000'],
  ['value', 1e21, '1000000000000000000000'],
  ['value', '12345678901234567.89', '12345678901234567.89'],
  ['value', -1, gone('number_negative')],
  ['value', Number.NaN, gone('empty')],
  ['value', Number.POSITIVE_INFINITY, gone('number_not_valid')],
  ['value', '1,234', gone('number_ambiguous')],
  ['value', true, gone('number_not_valid')],
])
check('custom_data.currency', [
  ['currency', 'usd', 'USD'],
  ['currency', '€', 'EUR'],
  ['currency', '$', gone('currency_ambiguous')],
  ['currency', 'QQQ', gone('currency_unknown')],
])
check('custom_data.content_ids', [
  ['content_ids', 'a,b', ['a', 'b']],
  ['content_ids', [1, 'x', null], ['1', 'x']],
  ['content_ids', 7, ['7']],
])
check('custom_data.contents', [
  ['contents', '[{"id":"a","quantity":"2","item_price":3.5}]', [{ id: 'a', quantity: 2, item_price: '3.5' }]],
  [
    'contents',
    '[{"sku":"a","price":"3,50","title":"Mug","category":"Home","brand":"Acme"}]',
    [{ id: 'a', item_price: '3.5', item_name: 'Mug', item_category: 'Home', item_brand: 'Acme' }],
  ],
  ['contents', '[{"id":"a","colour":"red","delivery_category":"in_store"}]', [{ id: 'a' }]],
  ['contents', '[{"id":9,"quantity":0,"item_price":0}]', [{ id: '9', quantity: 0, item_price: '0' }]],
  ['contents', 'a,b', [{ id: 'a' }, { id: 'b' }]],
  ['contents', '[{"quantity":1}]', gone('item_without_id')],
])
check('custom_data.num_items', [
  ['num_items', '3', 3],
  ['num_items', '3.5', gone('number_not_whole')],
  ['num_items', -1, gone('number_negative')],
])
check('custom_data.order_id', [
  ['order_id', 12345, '12345'],
  ['order_id', 2 ** 53, gone('number_too_long')],
])
check('custom_data.predicted_ltv', [['predicted_ltv', 99.9, '99.9']])
check('custom_data.search_string', [['search_string', ' mug ', 'mug']])
check('custom_data.content_name', [['content_name', 'Mug', 'Mug']])
check('custom_data.content_category', [['content_category', 'Home', 'Home']])
check('custom_data.content_brand', [['content_brand', 'Acme', 'Acme']])
check('custom_data.opt_out_type', [
  ['data_processing', 'ldu', 'LDP'],
  ['data_processing', true, 'LDP'],
  ['data_processing', 'no', undefined],
  ['data_processing', 0, undefined],
])
check('opt_out', [
  ['opt_out', 'no', false],
  ['opt_out', 1, true],
  ['opt_out', 'n/a', gone('empty')],
  ['opt_out', null, undefined],
])
check('event_source_url', [
  ['event_source_url', 'https://shop.example/?epik=dj0yAbC', 'https://shop.example/?epik=dj0yAbC'],
  ['event_source_url', 'shop.example', gone('url_not_valid')],
])
check('event_id', [
  ['event_id', ' Order 1 ', 'Order 1'],
  ['event_id', 77, '77'],
])
// 2026-11-20T12:00Z is 1795176000; Paris is an hour ahead of UTC in November.
check('event_time', [
  ['event_time', '2026-11-20T12:30:00+01:00', 1795174200],
  ['event_time', '2026-11-20 10:00:00', 1795165200],
  ['event_time', 1795170000999, 1795170000],
  ['event_time', '2026-11-20T12:05:00Z', 1795176000],
])
check('event_name', [
  ['event_name', 'purchase', 'checkout'],
  ['event_name', 'Complete Registration', 'signup'],
  ['event_name', 'PageView', 'page_visit'],
  ['event_name', 'PAGE VISIT', 'page_visit'],
  ['event_name', 'Custom', 'custom'],
  ['event_name', 'Store card signed', 'Store card signed'],
])
check('action_source', [
  ['action_source', 'Website', 'web'],
  ['action_source', 'ios', 'app_ios'],
  ['action_source', 'App Android', 'app_android'],
  ['action_source', 'email', 'offline'],
  ['action_source', 'app', 'offline'],
  ['action_source', 'app', 'app_ios', { device_os_family: 'iOS' }],
])
check('language', [
  ['language', 'en-GB', 'en'],
  ['language', 'english', gone('language_unknown')],
])
check('wifi', [['wifi', 'yes', true]])
check('partner_name', [['partner_name', 'direct', 'direct']])
check('app_id', [['app_id', 123, '123']])
check('device_brand', [['app_device_brand', 'x'.repeat(101), gone('too_long')]])
check('os_version', [['app_os_version', '18.1', '18.1']])
check('app_info', [
  ['app_package_name', 'com.shop', { app_package_name: 'com.shop' }],
  ['app_window_height', '30721', gone('pin.out_of_range')],
  ['app_window_width', '1080', { window_width: 1080 }],
  ['app_install_time', '2026-11-20T11:00:00Z', { install_time: 1795172400 }],
])
check('device_info.form_factor', [
  ['device_form_factor', 'Tablet', 'tablet'],
  ['device_form_factor', 'fridge', gone('pin.not_offered')],
])
check('device_info.network_type', [['device_network_type', 'cellular 5g', 'cellular_5g']])
check('device_info.battery_level', [
  ['device_battery_level', '50', 50],
  ['device_battery_level', 101, gone('pin.out_of_range')],
])
check('device_info.languages', [['device_languages', 'en,fr', ['en', 'fr']]])
check('device_info.timezone_abbr', [['device_timezone_abbr', 'CET+01', gone('too_long')]])
