/** Names of events and places in Meta's spelling, whatever spelling a mapping gave. Names are case-sensitive at Meta. */

import { actionSource } from '../../../runtime/concepts.ts'
import { type NameRemark, type Normaliser, Unusable } from '../../../runtime/dialect.ts'
import { meantBy } from '../../../runtime/event-names.ts'
import { nearMiss } from '../../../runtime/nearest.ts'
import { text } from '../../../runtime/normalise/text.ts'
import { remembered } from '../../../runtime/remembered.ts'

/** The vocabulary's names that Meta has a standard event for. The others travel as custom events. */
export const events: Readonly<Record<string, string>> = {
  Purchase: 'Purchase',
  Lead: 'Lead',
  CompleteRegistration: 'CompleteRegistration',
  AddToCart: 'AddToCart',
  AddToWishlist: 'AddToWishlist',
  AddPaymentInfo: 'AddPaymentInfo',
  InitiateCheckout: 'InitiateCheckout',
  ViewContent: 'ViewContent',
  PageView: 'PageView',
  Search: 'Search',
  Subscribe: 'Subscribe',
  StartTrial: 'StartTrial',
  SubmitApplication: 'SubmitApplication',
  Contact: 'Contact',
  CustomizeProduct: 'CustomizeProduct',
  Donate: 'Donate',
  FindLocation: 'FindLocation',
  Schedule: 'Schedule',
  AppInstall: 'MobileAppInstall',
  AppOpen: 'fb_mobile_activate_app',
}

/** What a conversation in WhatsApp, Messenger or Instagram may be reported as. */
export const messagingEvents = [
  'Purchase',
  'LeadSubmitted',
  'InitiateCheckout',
  'AddToCart',
  'ViewContent',
  'OrderCreated',
  'OrderShipped',
  'OrderDelivered',
  'OrderCanceled',
  'OrderReturned',
  'CartAbandoned',
  'QualifiedLead',
  'RatingProvided',
  'ReviewProvided',
]
export const appEvents = [
  'MobileAppInstall',
  'fb_mobile_activate_app',
  'fb_mobile_purchase',
  'fb_mobile_complete_registration',
  'fb_mobile_content_view',
  'fb_mobile_search',
  'fb_mobile_rate',
  'fb_mobile_tutorial_completion',
  'fb_mobile_add_to_cart',
  'fb_mobile_add_to_wishlist',
  'fb_mobile_initiated_checkout',
]

/** Adds an advertiser's own credit to an event that Meta has already: a beta, for those who were let in. */
export const CREDIT = 'AppendAttribution'

const letters = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '')
const spellings = new Map([
  ...Object.entries(events).map(([name, spelling]) => [letters(name), spelling] as const),
  ...[...Object.values(events), ...messagingEvents, ...appEvents, CREDIT].map(name => [letters(name), name] as const),
])
const NAME_MOST = 50
const NAME_TOO_LONG = new Unusable('meta.event_name')
const SOURCE_UNKNOWN = new Unusable('meta.action_source')

/** Meta's spelling of a name: `purchase` and `add_to_cart` would be custom events, so near misses become what is meant. */
export const spelled = (name: string): string => spellings.get(letters(name)) ?? name

const standard = [...Object.keys(events), ...messagingEvents, ...appEvents, CREDIT]
const PLAIN = /^[\p{L}\p{N} _-]+$/u
/** A custom event is taken without a word, also where a standard one was meant. Which characters it may have is not written. */
export function remark(name: string): NameRemark | undefined {
  const text = name.trim()
  if (text === '' || spellings.has(letters(text))) return undefined
  const meant = meantBy(text, name => events[name] !== undefined) ?? nearMiss(text, standard)
  if (meant) return { code: 'meta.near_name', message: `“${text}” would be a custom event at Meta. Did you mean ${meant}?`, meant }
  if (PLAIN.test(text)) return undefined
  return { code: 'meta.odd_name', message: `“${text}” has characters that Meta may not take in a custom event’s name.` }
}

const near = remembered(name => remark(name)?.meant !== undefined)
/** Whether Meta takes this name for a custom event where a standard one was probably meant; asked of every event. */
export const isNear = (name: string): boolean => near(name, '')

export const eventName: Normaliser = {
  id: 'meta_event_name',
  says: 'Meta’s own name, or a custom one of at most 50 characters',
  apply(value, context) {
    const name = text.apply(value, context)
    if (name instanceof Unusable) return name
    const own = spelled(String(name))
    return own.length <= NAME_MOST ? own : NAME_TOO_LONG
  },
}

/** The action source as Meta writes it: an app is an app on every system. */
export function placed(place: string): string | undefined {
  const known = actionSource(place)
  return known === 'app_android' || known === 'app_ios' ? 'app' : known
}

export const place: Normaliser = {
  id: 'meta_action_source',
  says: 'one of Meta’s nine action sources',
  apply: value => (typeof value === 'string' ? (placed(value) ?? SOURCE_UNKNOWN) : SOURCE_UNKNOWN),
}
