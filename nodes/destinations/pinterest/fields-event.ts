/** What stands at the top of an event: what happened, when and where. */
import type { Target } from '../../../runtime/dialect.ts'
import { optOut } from '../../../runtime/normalise/consent.ts'
import { boolean, language, urlHttp } from '../../../runtime/normalise/scalar.ts'
import { idText, text } from '../../../runtime/normalise/text.ts'
import { epochSeconds } from '../../../runtime/normalise/time.ts'
import { eventName, place } from './events.ts'

const source = 'Pinterest API description 5.23.0 of 11 December 2025, read 22 November 2026'

export const eventTargets: readonly Target[] = [
  {
    key: 'event_name',
    concept: 'event_name',
    title: 'Event',
    normalise: eventName,
    required: true,
    source,
    help: 'One of Pinterest’s standard events, or a name defined in Ads Manager in the same spelling.',
  },
  {
    key: 'action_source',
    concept: 'action_source',
    title: 'Where it happened',
    normalise: place,
    required: true,
    source,
    help: 'Pinterest knows the web, Android apps and iOS apps; all else is sent as offline and cannot be de-duplicated.',
  },
  {
    key: 'event_time',
    concept: 'event_time',
    title: 'Event time',
    normalise: epochSeconds,
    required: true,
    source,
    help: 'At most 7 days ago. Within an hour it counts as web or app, later as offline.',
  },
  {
    key: 'event_id',
    concept: 'event_id',
    title: 'Event ID',
    normalise: idText,
    required: true,
    source,
    help: 'The same text as the tag’s event_id, so that Pinterest counts the two once.',
  },
  {
    key: 'event_source_url',
    concept: 'event_source_url',
    title: 'Page address',
    normalise: urlHttp,
    source,
    help: 'The whole address, with epik kept in it.',
  },
  {
    key: 'opt_out',
    concept: 'opt_out',
    title: 'Opted out',
    normalise: optOut,
    source,
    help: 'Yes where the person opted out of tracking. Left out when empty.',
  },
  {
    key: 'partner_name',
    concept: 'partner_name',
    title: 'Partner name',
    normalise: text,
    advanced: true,
    source,
    help: '“direct”, or ss-name for partners.',
  },
  { key: 'language', concept: 'language', title: 'Language', normalise: language, advanced: true, source },
  { key: 'wifi', concept: 'wifi', title: 'On Wi-Fi', normalise: boolean, advanced: true, source },
]
