/** Meta's error codes and what each asks of us. Texts come in the language of the token's owner, so only numbers count. */
import type { Reason } from '../../../runtime/dialect.ts'

/** What an error code is about. `wait`: calls came too fast. `again`: Meta's own trouble, perhaps after it stored. */
export type Class = 'wait' | 'again' | 'token' | 'permission' | 'account' | 'version' | 'content'

const classes: readonly [Class, readonly number[]][] = [
  ['wait', [4, 17, 32, 341, 613, 21009]],
  ['again', [1, 2, 5000]],
  ['token', [102, 104, 190]],
  ['permission', [3, 10, 368]],
  ['account', [803]],
  ['version', [2635]],
]
const classOfCode = new Map(classes.flatMap(([of, codes]) => codes.map(code => [code, of] as const)))
const UPLOAD_CODES = [80_000, 89_999] as const
const PERMISSION_CODES = [200, 299] as const
const within = (code: number, [from, to]: readonly [number, number]) => code >= from && code <= to

/** A wrong dataset, or a token that may not see it, looks like a fault of the content and is none. */
const NO_SUCH_DATASET = 33
const SET_UP_WRONG = 99
const EVENT_FAULTS = [2_804_000, 2_804_999] as const

/** The class of an error; `undefined` for codes that nobody has written about. */
export function classOf(code: number, subcode: number | undefined, type: unknown): Class | undefined {
  if (code === 100) {
    if (subcode === NO_SUCH_DATASET) return 'account'
    const ofEvents = subcode !== undefined && within(subcode, EVENT_FAULTS)
    return type === 'GraphMethodException' && !ofEvents ? 'account' : 'content'
  }
  if (code === 1 && subcode === SET_UP_WRONG) return 'account'
  if (within(code, UPLOAD_CODES)) return 'wait'
  if (within(code, PERMISSION_CODES)) return 'permission'
  return code < 0 ? 'again' : classOfCode.get(code)
}

/** Faults of one event that have a known meaning, by subcode. Gathered from logs: Meta documents none of them. */
export const subcodes: Readonly<Record<number, Reason>> = {
  2804003: {
    title: 'Meta found the event older than 7 days',
    why: 'It waited too long on the way. The clock of this server may also be wrong.',
    field: 'event_time',
  },
  2804004: {
    title: 'Meta found the event in the future',
    why: 'Check the time zone of the event time column, and the clock of this server.',
    field: 'event_time',
  },
  2804008: { title: 'Meta found an item without an id', why: 'Every item needs an id.', field: 'contents' },
  2804009: { title: 'Meta found a purchase without a value', why: 'Map a column to Value.', field: 'value' },
  2804019: { title: 'Meta missed a parameter, or found one too many', why: 'The request is kept on the run page.' },
  2804023: { title: 'Meta found a value without a currency', why: 'Map a column to Currency, or give one for all.', field: 'currency' },
  2804030: { title: 'Meta wants a choice about limited data use', why: 'Map Limited data use.', field: 'data_processing' },
  2804036: { title: 'Meta did not take the lead ID', why: 'It has 15 to 17 digits. Read the column as text.', field: 'lead_id' },
  2804043: { title: 'Meta did not take the app’s facts', why: 'The system’s version must not be empty.', field: 'app_os_version' },
  2804050: { title: 'Meta found too little about the person', why: 'Add email, phone or a customer ID.', field: 'email' },
  2804063: { title: 'Meta missed the messaging channel', why: 'It is whatsapp, messenger or instagram.', field: 'messaging_channel' },
  2804064: {
    title: 'Meta does not take a page address for messages',
    why: 'Leave Page address empty for messaging events.',
    field: 'event_source_url',
  },
  2804065: { title: 'The page and the dataset do not belong together', why: 'Link the page to the dataset in Events Manager.' },
  2804066: { title: 'Meta does not take this event name for messages', why: 'Lead is LeadSubmitted there.', field: 'event_name' },
  2804069: { title: 'Meta missed the page ID', why: 'Messenger events need the Facebook page’s ID.', field: 'page_id' },
  2804073: {
    title: 'The page and the Messenger user do not belong together',
    why: 'The user ID is valid for one page only.',
    field: 'page_scoped_user_id',
  },
  2804079: { title: 'Meta missed the Instagram account ID', why: 'Instagram events need it.', field: 'ig_account_id' },
  2804087: {
    title: 'Meta did not take the WhatsApp click ID',
    why: 'It travels unchanged, as it arrived with the first message.',
    field: 'ctwa_clid',
  },
  2804116: { title: 'Meta missed the page ID or WhatsApp business account ID', why: 'One of both is needed.', field: 'page_id' },
  2804118: { title: 'The dataset is not linked', why: 'Link it to the page or the WhatsApp account in Events Manager.' },
  2804131: { title: 'The dataset is not linked', why: 'Link it to the page or the WhatsApp account in Events Manager.' },
  2804132: { title: 'The dataset is not linked', why: 'Link it to the page or the WhatsApp account in Events Manager.' },
}
