/** Sentences for every code of this folder: what happened, why, and what to do. */
import type { Reason } from '../../../runtime/dialect.ts'
import { unusableReasons } from '../../../runtime/normalise/reasons.ts'
import { subcodes } from './codes.ts'

const judged: Readonly<Record<string, Reason>> = {
  'meta.too_old': {
    title: 'Event is older than 7 days',
    why: 'Meta refuses a whole request for one such event (62 days for sales in a store). Run the flow more often; what is past cannot be sent.',
  },
  'meta.future': {
    title: 'Event is in the future',
    why: 'Check the time zone of the event time column. Up to a minute ahead is sent as “now”.',
  },
  'meta.event_time': { title: 'Event time is not a time', why: 'It needs a date and time, or seconds since 1970.' },
  'meta.event_name': { title: 'Event name is empty or longer than 50 characters', why: 'Custom names have at most 50 characters.' },
  'meta.action_source': {
    title: '{field} is not a place that Meta knows',
    why: 'Use website, app, physical_store, email, phone_call, chat, system_generated, business_messaging or other.',
  },
  'meta.user_too_thin': {
    title: 'Too little is known about the person',
    why: 'Meta refuses events that have only, say, a country or a first name. Add email, phone, a customer ID or a click ID.',
  },
  'meta.value_missing': {
    title: 'Purchase has no value',
    why: 'Meta refuses purchases without one. Map a column with the amount, zero or more.',
  },
  'meta.currency_missing': { title: 'Value has no currency', why: 'Map a column to Currency, or give one for all rows, such as EUR.' },
  'meta.credit_missing': {
    title: 'AppendAttribution lacks {field}',
    why: 'Meta wants ad ID, click time, share, value and currency of the credit, and name and time of the first event.',
  },
  'meta.credit_late': {
    title: 'The first event is 48 hours old or older',
    why: 'Meta takes a credit only within 48 hours of the event that it belongs to. Run the flow more often.',
  },
  'meta.contents_id': { title: 'An item has no id', why: 'Meta refuses items without an id.' },
  'meta.app_tracking': {
    title: 'App event does not say whether tracking is allowed',
    why: 'Map Advertiser tracking allowed: Meta refuses app events without it.',
  },
  'meta.extinfo': {
    title: 'App event lacks the app’s facts',
    why: 'Use app_android or app_ios as the place and map OS version, or map App extended info: 16 texts in Meta’s order.',
  },
  'meta.messaging_channel': {
    title: 'Messaging event does not name its channel',
    why: 'Map Messaging channel: whatsapp, messenger or instagram.',
  },
  'meta.messaging_page': { title: 'Messenger event has no page ID', why: 'Map Facebook page ID.' },
  'meta.messaging_instagram': { title: 'Instagram event has no account ID', why: 'Map Instagram account ID.' },
  'meta.messaging_whatsapp': {
    title: 'WhatsApp event has no business account',
    why: 'Map WhatsApp business account ID or Facebook page ID.',
  },
  'meta.messaging_url': { title: 'Messaging event has a page address', why: 'Meta does not take one there.' },
  'meta.messaging_event': { title: 'Meta does not take this name for messages', why: 'Use, for example, LeadSubmitted in place of Lead.' },
  'meta.near_name': {
    title: 'Sent as a custom event',
    why: 'Its name is nearly one of Meta’s standard events, or what others call one. Give the standard name in Map fields, such as Purchase; a value map translates the names of a column.',
  },
  'meta.page_address': {
    title: 'Sent without the page’s address',
    why: 'Meta asks for it on website events, and takes them without. Map Page address: a column, or your shop’s address for all rows.',
  },
  'meta.browser': {
    title: 'Sent without the browser',
    why: 'Meta asks for it on website events, and takes them without. Map Browser, if your data has it: it also helps to find people.',
  },
  'meta.click_lost': {
    title: 'Sent without its link click ID',
    why: 'Meta takes it together with the time of the click only, and this row has none that can be read. Map Click time, or Click ID (fbc) from the _fbc cookie.',
  },
  'meta.click_old': {
    title: 'Sent with a click ID that is more than 90 days older than the event',
    why: 'Meta’s own cookie forgets a click after 90 days. Look whether Click time is the last click’s, and whether a mapped click ID holds milliseconds.',
  },
  'meta.opt_out': {
    title: 'Sent with opt-out',
    why: 'The row says that the person opted out: Meta uses the event for attribution, not to deliver ads.',
  },
  'meta.limited_use': { title: 'Sent with limited data use', why: 'The row asks for it: Meta treats the event as a service provider.' },
  'meta.limited_nowhere': {
    title: 'Sent with limited data use, without a state and an IP address',
    why: 'Meta limits the use by the state that a person is in, and finds it out from the IP address. Map IP address, or Limited data use: state.',
  },
  'meta.not_offered': { title: '{field} is not one of Meta’s values', why: 'The field’s rule, in Map fields, lists them.' },
  'meta.not_a_day': {
    title: '{field} is not a day',
    why: 'Write days as 2026-12-24; a time of day needs its zone, such as 2026-12-24T18:00+01:00.',
  },
  'meta.two_days': {
    title: '{field} can be read as two days',
    why: 'Say in Hash identity that the day comes first, or write days as 2026-12-24.',
  },
  'meta.not_a_range': { title: '{field} is not a range', why: 'It needs two numbers, the smaller first, such as [1, 3] or 1-3.' },
  'meta.price_currency': {
    title: '{field} names no currency',
    why: 'Write an amount with its currency, such as 25000 EUR, or map Currency.',
  },
  'meta.not_digits': { title: '{field} is not made of digits', why: 'It is an ID of digits. Read the column as text.' },
}

const answered: Readonly<Record<string, Reason>> = {
  'meta.token': {
    title: 'Meta does not accept the access token',
    why: 'It has expired, was withdrawn, or is not whole. Make a new one in Events Manager.',
  },
  'meta.permission': {
    title: 'The token may not write to this dataset',
    why: 'Give its user the dataset in Business settings, or make a token in Events Manager.',
  },
  'meta.account': {
    title: 'There is no such dataset, or the token may not use it',
    why: 'Compare the dataset ID with Events Manager; the token must be made for it.',
  },
  'meta.list_unread': { title: 'The list could not be read', why: 'A proxy may have answered for Meta. Try again, or type the number.' },
  'meta.may_not_list': {
    title: 'This token may not list datasets',
    why: 'Tokens made in Events Manager send only. Type the number: Events Manager → your dataset → Settings.',
  },
  'meta.version': { title: 'This version of Meta’s API has ended', why: 'Choose a newer one in the connection’s settings.' },
  'meta.redirect': {
    title: 'Meta’s address answered with a redirect',
    why: 'It is never followed, since the token would travel along. Look at a proxy in between.',
  },
  'meta.rate': { title: 'Meta asked to slow down', why: 'It goes on by itself, as soon as Meta allows.' },
  'meta.busy': { title: 'Meta was not taking traffic', why: 'It is tried again by itself.' },
  'meta.trouble': { title: 'Meta had trouble of its own', why: 'Whether it took the events is not known; they keep their ids.' },
  'meta.server_error': { title: 'Meta failed while answering', why: 'Whether it took the events is not known; they keep their ids.' },
  'meta.unreadable': {
    title: 'The answer could not be read',
    why: 'A proxy may have answered. Whether Meta took the events is not known.',
  },
  'meta.short_count': { title: 'Meta counted other than what was sent', why: 'Which events it took is not known.' },
  'meta.gateway': { title: 'Something in between answered for Meta', why: 'A proxy or firewall did not let the request through.' },
  'meta.too_large': { title: 'The request was too large', why: 'It is sent again in halves.' },
  'meta.test_code_missing': { title: 'A test needs a test event code', why: 'Find it in Events Manager, under Test events.' },
  'meta.try_later': { title: 'Meta asked to slow down', why: 'Wait some minutes and test again.' },
  'meta.unproven': {
    title: 'The check could not be decided',
    why: 'Meta’s answer is neither the one for a good connection nor for a bad one.',
  },
}

export const reasons: Readonly<Record<string, Reason>> = {
  ...unusableReasons,
  ...judged,
  ...answered,
  ...Object.fromEntries(Object.entries(subcodes).map(([subcode, reason]) => [`meta.refused.${subcode}`, reason])),
}
