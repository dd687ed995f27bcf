/** What stands at the top of an event: what happened, when and where, and what the person allowed. */
import type { Target } from '../../../runtime/dialect.ts'
import { optOut } from '../../../runtime/normalise/consent.ts'
import { urlHttp } from '../../../runtime/normalise/scalar.ts'
import { idText, textUpTo } from '../../../runtime/normalise/text.ts'
import { epochSeconds } from '../../../runtime/normalise/time.ts'
import { eventName, place } from './events.ts'
import { limitedUse, limitedUseCountry, limitedUseState, oneOf } from './spellings.ts'

const source = 'Meta, Server event parameters; copy of 12 September 2026, read 22 November 2026'
const privacy = 'Meta, Data processing options; copy of 12 September 2026, read 22 November 2026'
const original = 'Meta, Original event data parameters; copy of 12 September 2026, read 22 November 2026'

export const eventTargets: readonly Target[] = [
  {
    key: 'event_name',
    concept: 'event_name',
    title: 'Event',
    normalise: eventName,
    required: true,
    source,
    help: 'One of Meta’s standard events, or a name of your own of at most 50 characters.',
  },
  {
    key: 'event_time',
    concept: 'event_time',
    title: 'Event time',
    normalise: epochSeconds,
    required: true,
    source,
    help: 'At most 7 days ago, or 62 days for sales in a store. Never filled in by itself.',
  },
  {
    key: 'event_id',
    concept: 'event_id',
    title: 'Event ID',
    normalise: idText,
    source,
    help: 'The same text as the browser’s eventID, so that Meta counts the two once.',
  },
  {
    key: 'event_source_url',
    concept: 'event_source_url',
    title: 'Page address',
    normalise: urlHttp,
    source,
    help: 'Meta asks for it on website events. Left out of messaging events, where Meta refuses it.',
  },
  { key: 'action_source', concept: 'action_source', title: 'Where it happened', normalise: place, required: true, source },
  {
    key: 'opt_out',
    concept: 'opt_out',
    title: 'Opted out',
    normalise: optOut,
    source,
    help: 'Yes: used for attribution only, not to deliver ads.',
  },
  { key: 'referrer_url', concept: 'referrer_url', title: 'Referrer address', normalise: urlHttp, advanced: true, source },
  {
    key: 'messaging_channel',
    concept: 'messaging_channel',
    title: 'Messaging channel',
    normalise: oneOf('whatsapp', 'messenger', 'instagram'),
    advanced: true,
    source,
    help: 'whatsapp, messenger or instagram. Needed by messaging events.',
  },
]

export const privacyTargets: readonly Target[] = [
  {
    key: 'data_processing_options',
    concept: 'data_processing',
    title: 'Limited data use',
    normalise: limitedUse,
    advanced: true,
    source: privacy,
    help: 'LDU where a state’s privacy law asks for it. Country and state are filled in as “Meta finds out” when left empty.',
  },
  {
    key: 'data_processing_options_country',
    concept: 'data_processing_country',
    title: 'Limited data use: country',
    normalise: limitedUseCountry,
    advanced: true,
    source: privacy,
  },
  {
    key: 'data_processing_options_state',
    concept: 'data_processing_state',
    title: 'Limited data use: state',
    normalise: limitedUseState,
    advanced: true,
    source: privacy,
    help: '1000 California to 1013 Rhode Island; 0: Meta finds out from the IP address.',
  },
]

const late = (key: string, concept: string, title: string, normalise: Target['normalise']): Target => ({
  key: `original_event_data.${key}`,
  concept,
  title,
  normalise,
  advanced: true,
  source: original,
  help: 'For an event that adds to one sent before.',
})
export const lateTargets: readonly Target[] = [
  late('event_name', 'original_event_name', 'First event: name', eventName),
  late('event_time', 'original_event_time', 'First event: time', epochSeconds),
  late('order_id', 'original_order_id', 'First event: order ID', textUpTo(200)),
  late('event_id', 'original_event_id', 'First event: ID', idText),
]
