/** What a browser or a phone says of itself. Most of it travels in clear, so it must be right as it stands. */
import { type Normaliser, Unusable } from '../dialect.ts'
import { unusable } from './reasons.ts'
import { cleaned, idText, lower, toAscii } from './text.ts'

const EMPTY = unusable('empty')
const IP_NOT_VALID = unusable('ip_not_valid')
const IP_NOT_PUBLIC = unusable('ip_not_public')
const CLICK_ID_NOT_VALID = unusable('click_id_not_valid')
const MOBILE_ID_NOT_VALID = unusable('mobile_id_not_valid')
const LEAD_ID_NOT_VALID = unusable('lead_id_not_valid')

const V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/
const GROUP = /^[0-9a-f]{1,4}$/i
/** Nobody's address: unspecified and loopback. */
const NOBODY = /^(?:0\.0\.0\.0|127\..*|[0:]+|[0:]*:0{0,3}1)$/

/** One IPv4 or IPv6 address, as it stands; a port goes, and an IPv4 address wrapped as IPv6 is unwrapped. */
export const ip: Normaliser = {
  id: 'ip',
  says: 'a valid address, never hashed',
  apply(value) {
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    const bare = toAscii(text)
      .replace(/^\[(.*)\](?::\d{1,5})?$/, '$1')
      .replace(/^(\d+(?:\.\d+){3}):\d{1,5}$/, '$1')
      .replace(/\/(?:32|128)$/, '')
      .replace(/^::ffff:(?=\d+\.)/i, '')
    if (!V4.test(bare) && !isV6(bare)) return IP_NOT_VALID
    return NOBODY.test(bare) ? IP_NOT_PUBLIC : bare
  },
}

/** Eight groups, or fewer around one "::"; the last two may be written as IPv4. */
export function isV6(text: string): boolean {
  if (text.length > 45 || !text.includes(':')) return false
  const halves = text.split('::')
  if (halves.length > 2) return false
  let groups = 0
  for (const [half, part] of halves.entries()) {
    if (part === '') {
      if (halves.length === 1) return false
      continue
    }
    const pieces = part.split(':')
    for (const [i, piece] of pieces.entries()) {
      const last = i === pieces.length - 1 && half === halves.length - 1
      if (last && V4.test(piece)) groups += 2
      else if (GROUP.test(piece)) groups += 1
      else return false
    }
  }
  return halves.length === 2 ? groups < 8 : groups === 8
}

/** The browser's own text, untouched inside. */
export const userAgent: Normaliser = {
  id: 'user_agent',
  says: 'as it stands, never hashed',
  apply: value => idText.apply(value, NO_CONTEXT),
}

const pattern = (id: string, says: string, form: RegExp, wrong: Unusable): Normaliser => ({
  id,
  says,
  apply(value) {
    const text = idText.apply(value, NO_CONTEXT)
    return text instanceof Unusable || form.test(String(text)) ? text : wrong
  },
})

/** `fb.<subdomain index>.<milliseconds>.<click id>`, upper and lower case kept; a fifth part of eight characters is allowed. */
export const fbc = pattern('fbc', 'form checked, case kept, never hashed', /^fb\.\d\.\d{10,14}\.[\w-]+(?:\.[\w-]{8})?$/, CLICK_ID_NOT_VALID)

/** `fb.<subdomain index>.<milliseconds>.<random number>`. */
export const fbp = pattern('fbp', 'form checked, never hashed', /^fb\.\d\.\d{10,14}\.\d+(?:\.[\w-]{8})?$/, CLICK_ID_NOT_VALID)

/** A click id that is passed on as it stands: upper and lower case are different ids. */
export const epik = pattern('epik', 'as it stands, case kept, never hashed', /^\S+$/, CLICK_ID_NOT_VALID)

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const NO_TRACKING = '00000000-0000-0000-0000-000000000000'

/** An advertising id in lower case with its hyphens; all zeros mean that the person limits tracking, which is no id. */
export const madid: Normaliser = {
  id: 'madid',
  says: 'lower case, hyphens kept',
  apply(value) {
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    const id = lower(text)
    return id === NO_TRACKING ? EMPTY : UUID.test(id) ? id : MOBILE_ID_NOT_VALID
  },
}

/** 15 to 17 digits, as text all the way: a double cannot hold them. Exports write them as "l:123…". */
export const leadId: Normaliser = {
  id: 'lead_id',
  says: 'digits only',
  apply(value) {
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    const digits = text.replace(/^l:/i, '')
    return /^\d{15,17}$/.test(digits) ? digits : LEAD_ID_NOT_VALID
  },
}

const NO_CONTEXT = { country: undefined, dayFirst: false, timezone: undefined, now: 0 } as const
