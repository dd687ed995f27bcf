/** English names for each concept, words apart by a space; `~` after a name that another column of the table may fit better. Bare words that mean too many things ("name", "id", "status") are left out on purpose. */
export const english: Readonly<Record<string, string>> = {
  event_name: 'event name, event, event type, conversion name, conversion event, event action',
  action_source: 'action source, event source, sales channel, channel, conversion source, source type',
  event_time: `date add, event time, event timestamp, create date, create time, event date, event at, event datetime, created at, created, created on, created time, created date, creation date, creation time, date created, timestamp,
    occurred at, ordered at, ordered on, placed on, purchased on, sold on, subscribed at, subscribed on, order date, order time, order datetime, order timestamp, date ordered, purchased at, purchase date, purchase time, date of purchase, paid at~, payment date~, date paid~, completed at~,
    date completed~, processed at~, placed at, transaction date, transaction time, transaction timestamp, tx time, sale date, sold at, conversion time, conversion date, checkout at, converted at, closed at~, submitted at,
    lead date, happened at, event ts, order ts, created ts, date, datetime, date time, time, ts, hit time, inserted at~, invoice date~, close date~, signup date, signed up at, registered at, booked at, booking date`,
  event_id:
    'event id, event uuid, event guid, deduplication id, dedup id, dedupe id, dedupe key, conversion id, hit id, insert id, message id',
  event_source_url:
    'event source url, page url, page location, source url, url, landing page, landing page url, landing url, landing site, page address, web url, page, location url, document location',
  opt_out: `opt out, opted out, optout, do not track, dnt, tracking opt out, ads opt out, ad opt out, advertising opt out, marketing opt out, do not sell, do not sell my info, do not sell my data, do not sell or share, do not share, unsubscribed,
    opt out flag, is opted out, has opted out, opted out of ads, opted out of marketing, opted out of tracking, opted out of sale, opt out of sale, opt out sale, ccpa opt out, gdpr opt out, privacy opt out, data sharing opt out, consent withdrawn, objected, objection`,
  data_processing: `data processing, data processing options, data processing option, limited data use, limit data use, ldu, ldp, limited data processing, restricted data processing, restrict data processing, restricted data use`,
  data_processing_country: 'data processing country, data processing options country, ldu country, limited data use country',
  data_processing_state: 'data processing state, data processing options state, ldu state, limited data use state',
  app_tracking_enabled: 'app tracking enabled, application tracking enabled, app tracking allowed, app tracking consent, app tracking',
  app_ad_tracking_enabled:
    'advertiser tracking enabled, ad tracking enabled, advertising tracking enabled, app ad tracking enabled, att authorized, att consent, att allowed, idfa consent, idfa allowed, ad tracking allowed, advertiser tracking allowed',
  value: `subtotal amount~, total collected, value, amount, total, order total, order value, order amount, total amount, total price, total value, grand total, revenue, total revenue, net revenue~, gross revenue~, sales~, sale amount, sales amount, sub total~,
    subtotal~, subtotal price~, price total, total paid, amount paid, paid amount, payment amount, purchase amount, purchase value, purchase total, transaction amount, transaction total, transaction value, transaction revenue,
    conversion value, event value, basket value, cart value, cart total, order revenue, net total~, gross total~, net amount~, gross amount~, total spent, deal value, deal amount, gmv, lead value, invoice total, checkout total, total sum`,
  currency:
    'currency, currency code, order currency, iso currency, currency iso, iso currency code, transaction currency, presentment currency, ccy, curr, price currency, value currency, payment currency',
  order_id: `increment id, order id, order number, order no, order nr, order num, order name, order ref, order reference, order key, order code, transaction id, transaction number, transaction ref, transaction reference, purchase id,
    purchase number, purchase order id, invoice id, invoice number, invoice no, receipt id, receipt number, sale id, sales id, checkout id, booking id, booking number, booking reference, order uuid, order guid, tx id, txn id, trans id`,
  email: `email, e mail, mail, email address, e mail address, mail address, emailaddress, contact email, email id, login email, primary email, em, email addr, buyer email, subscriber email, account email, contact mail, member email, lead email, recipient email`,
  phone: `mobile phone number, phone, phone number, telephone, telephone number, tel, tel number, tel no, mobile, mobile phone, mobile number, mobile no, cell, cell phone, cellphone, cell number, msisdn, phone no, phone num, phone nr, contact number,
    contact phone, contact no, home phone, daytime phone, whatsapp, whatsapp number, ph, phonenumber, buyer phone, lead phone, primary phone, mobile tel, sms number, work phone`,
  first_name:
    'first name, firstname, fname, f name, given name, givenname, forename, name first, fn, christian name, buyer first name, contact first name, lead first name',
  last_name:
    'last name, lastname, lname, l name, surname, family name, familyname, name last, sur name, second name, ln, buyer last name, contact last name, lead last name',
  gender: 'gender, sex, gender code',
  birth_date: 'birth date, birthdate, date of birth, dob, birthday, birth day, birth dt, date birth, bday, born on, born',
  city: 'city, town, city name, locality, address city, municipality, town city, city town, home city, addr city',
  state:
    'state, province, region, state region, state or region, state code, province code, region code, state province, state name, address state, county, region name, administrative area, address region, addr state',
  postal_code:
    'postal code, postalcode, postcode, post code, zip, zip code, zipcode, zip postal code, postal, address zip, address postal code, zip5, addr zip',
  country:
    'country, country code, country region, country or region, country iso, country name, iso country, iso country code, country iso code, country iso2, country of residence, address country, geo country, addr country, country id, country alpha2',
  external_id: `external id, customer id, customer number, customer no, customer key, customer uuid, customer ref, customer reference, customer code, user id, user uuid, user key, userid, client id, client number, client ref, member id,
    membership id, membership number, member number, account id, account number, subscriber id, profile id, person id, contact id, crm id, loyalty id, loyalty number, buyer id, visitor id, cust id, shopper id, uid, custid, guest id, individual id`,
  client_ip:
    'client ip, client ip address, ip, ip address, user ip, remote ip, remote addr, visitor ip, browser ip, ip addr, customer ip, request ip, ipaddress, buyer ip, order ip, source ip, x forwarded for',
  client_user_agent:
    'client user agent, user agent, useragent, browser user agent, ua, http user agent, ua string, user agent string, browser agent',
  fbc: 'fbc, fb c, facebook click cookie, meta fbc, facebook fbc, fbc cookie',
  fbp: 'fbp, fb p, facebook browser id, meta fbp, facebook fbp, fbp cookie',
  fbclid: 'fbclid, fb clid, fb click id, facebook click id, facebook clid, meta click id',
  click_time: 'click time, click timestamp, clicked at, ad click time, click date, click ts',
  epik: 'epik, pinterest click id, pin click id, epik cookie, pinterest epik',
  mobile_ad_id:
    'mobile ad id, mobile advertising id, maid, madid, advertising id, advertiser id, idfa, gaid, aaid, google advertising id, device advertising id, ad id',
  lead_id: 'lead id, leadgen id, lead gen id, meta lead id, facebook lead id, fb lead id',
  subscription_id: 'subscription id, subscription number, subscription key',
  contents:
    'contents, items, line items, lineitems, order items, order lines, products, cart items, basket, line item list, order products, items json, products json, purchased items',
  content_ids:
    'content ids, item ids, product ids, skus, product skus, sku list, content id, product id, item id, sku, variant ids, variant id, product sku, item sku',
  content_name: 'content name, product name, item name, product title, item title, article name',
  content_category:
    'content category, product category, item category, category, category name, product type, product group, article category',
  content_type: 'content type',
  content_brand: 'content brand, brand, product brand, item brand, brand name, vendor, manufacturer',
  num_items:
    'qty ordered, total qty ordered, num items, number of items, item count, items count, quantity, qty, total quantity, total items, total qty, units, item quantity, order quantity, items quantity, product count, line count, no of items',
  search_string: 'search string, search term, search query, query, search text, keyword, search keyword, search phrase, site search',
  predicted_ltv: 'predicted ltv, pltv, ltv, lifetime value, predicted lifetime value, customer lifetime value, clv, predicted clv, cltv',
  status: 'registration status, signup status',
  delivery_category: 'delivery category, delivery method, fulfillment method, fulfilment method',
  language: 'language, lang, locale, language code, browser language, customer locale, customer language, preferred language',
  referrer_url:
    'referrer url, referrer, referer, referring url, http referrer, http referer, referring site, page referrer, document referrer',
  customer_type: 'customer type, new or returning, customer status type, new vs returning',
  app_id: 'app id, application id, bundle id, app bundle id',
  app_name: 'app name, application name',
  app_version: 'app version, application version',
  app_os_version: 'os version, system version',
  app_device_brand: 'device brand, device manufacturer',
  app_device_model: 'device model',
  app_device_type: 'device type',
}
