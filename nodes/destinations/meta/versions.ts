/** The versions of Meta's API that a connection may ask for, when each ends, and what to say about the one that answered. */
import { header } from '../../../runtime/answers.ts'
import type { Answer } from '../../../runtime/dialect.ts'

/** Meta, Graph changelog; copy of 12 September 2026, read 22 November 2026. `ends`: first day on which it no longer answers. */
export const versions = [
  { version: 'v21.0', ends: '2027-01-21' },
  { version: 'v22.0', ends: '2027-05-20' },
  { version: 'v23.0', ends: '2027-10-08' },
  { version: 'v24.0', ends: '2028-02-18' },
  { version: 'v25.0', ends: '2028-07-29' },
  { version: 'v26.0', ends: undefined },
] as const
const ended = new Map<string, string | undefined>(versions.map(({ version, ends }) => [version, ends]))

const WARN_MS = 90 * 86_400_000
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const named = (date: string) => day.format(new Date(date))

/** When each version ends, for the form. */
export const endings = `${versions.flatMap(({ version, ends }) => (ends ? [`${version} ends on ${named(ends)}`] : [])).join(', ')}.`

/** Meta serves a version past its life by another one and says so in a header only. The clock is the answer's own. */
export function versionRemarks(answer: Answer, asked: string | undefined): string[] {
  if (asked === undefined) return []
  const served = header(answer, 'facebook-api-version')?.trim()
  if (served && /^v\d{1,3}\.\d{1,2}$/.test(served) && served !== asked)
    return [`Meta answered with version ${served}, not with ${asked} as asked. Choose a newer version in the connection’s settings.`]
  const ends = ended.get(asked)
  const now = Date.parse(header(answer, 'date') ?? '')
  if (ends === undefined || !(now > Date.parse(ends) - WARN_MS)) return []
  return [`Version ${asked} of Meta’s API ends on ${named(ends)}. Choose a newer one in the connection’s settings before that.`]
}
