/**
 * Odd cells, one a line: what a row holds, and what stands at Meta's place for it or why nothing does. Expected values are
 * worked out from Meta's written rules; none was copied from what the program gave.
 */
import { gone, oddCells, sha } from '../../../test/stand-ins/odd-cells.ts'
import meta from './index.ts'

const check = oddCells(meta.dialect!, {
  event_name: 'Lead',
  action_source: 'other',
  event_time: '2026-11-20T11:00:00Z',
  event_id: 'o-1',
  fbp: 'fb.1.1596403881668.1',
})

const D = sha('mary@example.com')[0]!
check('user_data.em', [
  ['email', ' Mary@Example.COM\t', sha('mary@example.com')],
  ['email', 'First.Last+news@gmail.com', sha('first.last+news@gmail.com')],
  ['email', '\u200bmary@example.com\ufeff', sha('mary@example.com')],
  ['email', D.toUpperCase(), [D]],
  ['email', [D, 'MARY@example.com'], [D]],
  ['email', ['a@x.example', null, 'b@x.example', ''], sha('a@x.example', 'b@x.example')],
  ['email', ['nobody', 'b@x.example'], sha('b@x.example')],
  ['email', 'nobody', gone('email_not_valid')],
  ['email', 'a@b.example, c@d.example', gone('email_not_valid')],
  ['email', 'N/A', gone('empty')],
  ['email', 'undefined', gone('empty')],
  ['email', 'd41d8cd98f00b204e9800998ecf8427e', gone('digest_not_sha256')],
  ['email', 'da39a3ee5e6b4b0d3255bfef95601890afd80709', gone('digest_not_sha256')],
  ['email', sha('')[0]!, gone('digest_of_nothing')],
  ['email', { address: 'a@b.example' }, gone('not_text')],
])
check('user_data.ph', [
  ['phone', '+33 6 12 34 56 78', sha('33612345678')],
  ['phone', '06.12.34.56.78', sha('33612345678')],
  ['phone', '0033612345678', sha('33612345678')],
  ['phone', '(415) 555-2671', sha('14155552671'), { country: 'US' }],
  ['phone', '+44 (0)20 7946 0958', sha('442079460958')],
  ['phone', ['+33612345678', '06 12 34 56 78'], sha('33612345678')],
  ['phone', '12', gone('phone_not_valid')],
  ['phone', 'none', gone('empty')],
  ['phone', '1.65055512E+10', gone('phone_digits_lost')],
])
check('user_data.fn', [
  ['first_name', ' Jean-Luc ', sha('jeanluc')],
  ['first_name', 'Mary Ann', sha('maryann')],
  ['first_name', 'Vale\u0301ry', sha('valéry')],
  ['first_name', '정', sha('정')],
  ['first_name', '!!!', gone('name_without_letters')],
  ['first_name', 'NULL', gone('empty')],
])
check('user_data.ln', [
  ['last_name', 'O’Brien', sha('obrien')],
  ['last_name', "d'Arc", sha('darc')],
  ['last_name', ['Smith', 'SMITH ', 'Jones'], sha('smith', 'jones')],
])
check('user_data.db', [
  ['birth_date', '1990-02-01', sha('19900201')],
  ['birth_date', '19900201', sha('19900201')],
  ['birth_date', '2/16/1997', sha('19970216')],
  ['birth_date', '31.12.1980', sha('19801231')],
  ['birth_date', '01/02/1990', gone('birth_date_ambiguous')],
  ['birth_date', '1990-02-30', gone('birth_date_not_valid')],
  ['birth_date', '1899-12-31', gone('birth_date_not_valid')],
  ['birth_date', '2027-01-01', gone('birth_date_not_valid')],
  ['birth_date', '1990', gone('birth_date_not_valid')],
])
check('user_data.ge', [
  ['gender', 'Female', sha('f')],
  ['gender', ' M ', sha('m')],
  ['gender', 'non-binary', gone('gender_unknown')],
  ['gender', '1', gone('gender_unknown')],
])
check('user_data.ct', [
  ['city', 'Washington, D.C.', sha('washingtondc')],
  ['city', 'Stoke-on-Trent', sha('stokeontrent')],
  ['city', '東京', sha('東京')],
  ['city', '--', gone('empty')],
])
check('user_data.st', [
  ['state', 'California', sha('ca'), { country: 'US' }],
  ['state', 'd.c.', sha('dc'), { country: 'United States' }],
  ['state', 'Bayern', sha('bayern'), { country: 'DE' }],
  ['state', 'New South Wales', sha('newsouthwales'), { country: 'AU' }],
])
check('user_data.zp', [
  ['postal_code', '94035-1234', sha('94035'), { country: 'US' }],
  ['postal_code', 2134, sha('02134'), { country: 'US' }],
  ['postal_code', 'm1 1ae', sha('m11ae'), { country: 'GB' }],
  ['postal_code', '1050-001', sha('1050001'), { country: 'PT' }],
  ['postal_code', '75001', sha('75001')],
])
check('user_data.country', [
  ['country', 'france', sha('fr')],
  ['country', 'UK', sha('gb')],
  ['country', 'Österreich', sha('at')],
  ['country', 'USA', sha('us')],
  ['country', 'ZZ', gone('country_unknown')],
])
check('user_data.external_id', [
  ['external_id', ' User 42 ', sha('user42')],
  ['external_id', 12345, sha('12345')],
  ['external_id', '0012345', sha('0012345')],
  ['external_id', '6f9619ff8b86d011b42d00cf4fc964ff', sha('6f9619ff8b86d011b42d00cf4fc964ff')],
  ['external_id', ['a', 'B', 'b'], sha('a', 'b')],
  ['external_id', 2 ** 53, gone('number_too_long')],
  ['external_id', '[object Object]', gone('empty')],
])
check('user_data.client_ip_address', [
  ['client_ip', ' 93.184.216.34 ', '93.184.216.34'],
  ['client_ip', '2a02:8071::1', '2a02:8071::1'],
  ['client_ip', '::ffff:93.184.216.34', '93.184.216.34'],
  ['client_ip', '999.1.1.1', gone('ip_not_valid')],
  ['client_ip', 'localhost', gone('ip_not_valid')],
  ['client_ip', '0.0.0.0', gone('ip_not_public')],
  ['client_ip', '127.0.0.1', gone('ip_not_public')],
  ['client_ip', '::1', gone('ip_not_public')],
])
check('user_data.client_user_agent', [
  ['client_user_agent', 'Mozilla/5.0  (X11)', 'Mozilla/5.0  (X11)'],
  ['client_user_agent', '-', gone('empty')],
])
check('user_data.fbc', [
  ['fbc', ' fb.1.1554763741205.AbCdEf ', 'fb.1.1554763741205.AbCdEf'],
  ['fbc', 'fb.1.1554763741205.AbC.AbCdEfGh', 'fb.1.1554763741205.AbC.AbCdEfGh'],
  ['fbc', 'AbCdEf', gone('click_id_not_valid')],
  ['fbc', D, gone('hashed_in_clear')],
  // 2026-11-19T10:00Z is 1795082400; nine o'clock UTC is ten in Paris.
  ['fbclid', 'IwAR_x-Y', 'fb.1.1795082400000.IwAR_x-Y', { click_time: '2026-11-19T10:00:00Z' }],
  ['fbclid', 'IwAR_x-Y', 'fb.1.1795078800000.IwAR_x-Y', { click_time: '2026-11-19 10:00:00' }],
  ['fbclid', 'IwAR_x-Y', 'fb.1.1795082400123.IwAR_x-Y', { click_time: 1795082400123 }],
  ['fbclid', 'IwAR_x-Y', undefined],
])
check('user_data.fbp', [
  ['fbp', 'fb.1.1596403881668.1116446470', 'fb.1.1596403881668.1116446470'],
  ['fbp', '1116446470', gone('click_id_not_valid')],
])
check('user_data.madid', [
  ['mobile_ad_id', '38400000-8CF0-11BD-B23E-10B96E40000D', '38400000-8cf0-11bd-b23e-10b96e40000d'],
  ['mobile_ad_id', '00000000-0000-0000-0000-000000000000', gone('empty')],
  ['mobile_ad_id', '384000008cf011bdb23e10b96e40000d', gone('mobile_id_not_valid')],
])
check('user_data.lead_id', [
  ['lead_id', '123456789012345', 123456789012345],
  ['lead_id', 'l:1234567890123456', 1234567890123456],
  ['lead_id', '12345678901234', gone('lead_id_not_valid')],
  ['lead_id', '123456789012345678', gone('lead_id_not_valid')],
  ['lead_id', 12345678901234568, gone('number_too_long')],
])
check('user_data.fb_login_id', [
  ['fb_login_id', '1234567', 1234567],
  ['fb_login_id', 'u-1', gone('meta.not_digits')],
])
check('user_data.subscription_id', [['subscription_id', ' Sub-1 ', 'Sub-1']])
check('user_data.anon_id', [['anon_id', 'aB1', 'aB1']])
