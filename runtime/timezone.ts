/** Names of time zones as settings take them: "Europe/Paris". */
import * as z from 'zod'

export const Timezone = z.string().max(64).refine(known, 'Choose a time zone such as Europe/Paris.')

function known(timezone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timezone }) !== undefined
  } catch {
    return false
  }
}
