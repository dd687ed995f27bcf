/** Columns that say what a person allows, where a field asks what they refused: the same answer, turned round. */
import * as z from 'zod'
import type { Column, Value } from '../contract.ts'

/** The field that asks for the refusal. */
export const REFUSAL = 'opt_out'

/** Without accents, words apart by a space. A consent to e-mails or to texts alone says nothing about ads, and is not here. */
const ALLOWS = `consent, consented, has consented, consent given, consent granted, gdpr consent, privacy consent, marketing consent, ads consent, ad consent, advertising consent, tracking consent, cookie consent, data consent, consent marketing, consent ads,
  ad user data, ad user data consent, ad personalization, opt in, opted in, optin, has opted in, is opted in, marketing opt in, ads opt in, tracking opt in, accepts marketing, accept marketing, buyer accepts marketing, marketing allowed, tracking allowed, allows tracking, marketing permission,
  consentement, consentement marketing, consentement publicite, consentement pub, consentement suivi, consentement cookies, consentement rgpd, consentement donne, accord marketing, accord publicite, accepte marketing, accepte publicite, accepte pub, accepte le suivi, rgpd ok,
  einwilligung, einwilligung werbung, einwilligung marketing, einwilligung tracking, einwilligung erteilt, marketing einwilligung, tracking einwilligung, werbeeinwilligung, werbe einwilligung, zustimmung, zustimmung werbung, zustimmung marketing, zustimmung tracking, dsgvo einwilligung, dsgvo zustimmung, werbung erlaubt, tracking erlaubt,
  consentimiento, consentimiento marketing, consentimiento publicidad, consentimiento seguimiento, consentimiento cookies, consentimiento rgpd, acepta marketing, acepta publicidad, acepta seguimiento, acepta cookies, autoriza publicidad, publicidad aceptada, permiso marketing,
  consenso, consenso marketing, consenso pubblicita, consenso tracciamento, consenso cookie, consenso gdpr, consenso privacy, accetta marketing, accetta pubblicita, accetta tracciamento, accetta cookie, autorizza pubblicita, permesso marketing`
const LITTLE = new Set(
  'the of to for de du des la le les del della delle dello dell di al alla el los las der die das zur zum fur an a customer user client kunde cliente utente usuario'.split(
    ' ',
  ),
)
let known: ReadonlySet<string> | undefined
const bagOf = (words: readonly string[]) =>
  words
    .filter(word => !LITTLE.has(word))
    .sort()
    .join(' ')

/** Whether a column that is called so says what somebody allows. `words` are those of its name, without accents. */
export function allows(words: readonly string[]): boolean {
  known ??= new Set(ALLOWS.split(',').map(name => bagOf(name.trim().split(/\s+/))))
  return known.has(bagOf(words))
}

const PAIRS = [
  'true false',
  'yes no',
  '1 0',
  't f',
  'y n',
  'oui non',
  'ja nein',
  'si no',
  'sí no',
  'sì no',
  'vrai faux',
  'wahr falsch',
  'vero falso',
].map(pair => pair.split(' ') as [string, string])
const styled = (like: string, word: string): string =>
  like === like.toUpperCase() ? word.toUpperCase() : /^\p{Lu}/u.test(like) ? word.charAt(0).toUpperCase() + word.slice(1) : word

/** A value map, as a filling of a field. */
export const Turned = z
  .object({ map: z.record(z.string(), z.boolean()), of: z.string() })
  .meta({ description: 'The column says the opposite of the field: what fills it, turned round' })
type Turned = z.infer<typeof Turned>

/** The filling that turns a column round: what its samples say, and the other word of each; a word that nobody foresaw is read as neither. */
export function turned({ key, type }: Column, values: readonly Value[]): Turned {
  // What a file's column of yes and no is made of is still the text that stands there.
  const words = [...new Set([...values.map(String), ...(type === 'boolean' ? ['true'] : [])])]
  const map: Record<string, boolean> = {}
  for (const word of words.length > 0 ? words : ['yes'])
    for (const [yes, no] of PAIRS)
      if ([yes, no].includes(word.trim().toLowerCase())) {
        map[word] = word.trim().toLowerCase() === no
        const other = word.trim().toLowerCase() === yes ? no : yes
        map[styled(word.trim(), other)] ??= other === no
        break
      }
  return { map, of: key }
}
