/** Currencies by their code and name, for an amount whose table does not say its own. */
import type { Catalogue } from '../../../server/api/catalogue.ts'
import { language, say } from '../../words/words.ts'
import type { Option } from '../form/Choice.tsx'

/** Above the columns; the others, which are many, stand below everything else. */
const OFTEN = ['EUR', 'USD', 'GBP', 'CHF']

let made: { first: readonly Option[]; last: readonly Option[] } | undefined
export function moneyChoices({ currencies }: Catalogue) {
  made ??= build(currencies)
  return made
}
function build(currencies: readonly string[]) {
  const names = new Intl.DisplayNames([language], { type: 'currency', fallback: 'none' })
  const option = (section: string) => (code: string) => {
    const detail = names.of(code)
    return { id: `v:${code}`, title: say('{currency} for all rows', { currency: code }), section, ...(detail && { detail }) }
  }
  const others = currencies.filter(code => !OFTEN.includes(code))
  return { first: OFTEN.map(option(say('For every row'))), last: others.map(option(say('More currencies'))) }
}
