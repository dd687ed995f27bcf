/** What a column's name says: split into words, freed of words without meaning, compared with what people call each concept. */
import { concept } from '../concepts.ts'
import { german } from './synonyms.de.ts'
import { english } from './synonyms.en.ts'
import { spanish } from './synonyms.es.ts'
import { french } from './synonyms.fr.ts'
import { italian } from './synonyms.it.ts'

const EXACT = 1
const SAME_WORDS = 0.9
const NEARLY = 0.75
const SHORTEST_NEARLY = 5
/** An order's number is a fair event id, but only where a row is an order: offered, never filled in. */
const STAND_IN = { concept: 'event_id', from: 'order_id', share: 0.6 } as const

/** What one thing cost is what was paid only where a row is one sale: offered, never filled in. */
const PERHAPS: Readonly<Record<string, string>> = {
  value: `price, sale price, selling price, ticket price, ticket amount, ticket total, ticket value, fare, paid, spend, prix, prix de vente, prix du billet, montant du billet, prix payé,
    preis, verkaufspreis, ticketpreis, precio, precio de venta, precio del billete, prezzo, prezzo di vendita, prezzo del biglietto`,
  order_id:
    'ticket id, ticket number, ticket no, ticket nr, ticket ref, numero de billet, ticketnummer, numero de billete, numero biglietto',
}
const PERHAPS_SHARE = 0.6

/** Words that say whose or which, not what: dropped for people's fields. */
const WHOSE = words(`customer customers user users client clients billing shipping order orders the raw src buyer contact recipient member
  cust usr delivery invoice bill ship checkout mailing work geo context kunde kunden kundin rechnung rechnungs liefer lieferung bestellung commande facturation livraison acheteur
  card deal company address adresse rechnungsadresse lieferadresse rechnungsanschrift lieferanschrift
  cliente clientes pedido facturacion envio ordine fatturazione spedizione utente usuario utilisateur`)
/** Dropped for everything else, where "customer created at" is not when the order was made. */
const WHICH = words('order orders commande pedido ordine bestellung the raw src event events purchase deal ecommerce context')
/** Words that change nothing: which of several, and how it is stored. */
const SOFT = words(
  'primary main default home personal current full str text txt value val field col dim principal haupt gmt utc e164 formatted normalized normalised lower lowercase clean cleaned 1 2 c u o',
)
/** Articles and the like, which some write and some leave out: "date de la commande", "date commande". */
const LITTLE = words('the of de du des la le les del della delle dello dell di el los las der die das dem den von vom')
/** How an amount is meant, which does not make it another one: with tax, in which currency. */
const GROSS = words('brutto gross ttc ivato lordo bruto eur euro euros usd gbp chf dollars')
/** An amount all the same, though one without these words is the better one: without tax, or brought to another currency. */
const NET = words('netto net ht netto neto base converted')
const TAX = words('tax taxes vat mwst ust tva iva gst')
const WITH_TAX = words('incl inkl inclusive including included inc with con avec mit inclusa inclusiva incluido incluida incluso')
const WITHOUT_TAX = words('excl exkl exclusive excluding excluded ex without sin senza sans hors ohne exclusa esclusa zzgl')
/** Words that are one letter from a name of another meaning: "stage name" is no state. */
const NEVER_NEARLY = words('stage')
const HASHING = words('sha sha256 256 hash hashed hex digest encrypted hashe gehasht verschluesselt cifrado')

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/[\s,]+/))
}

interface Index {
  joined: Map<string, Set<string>>
  bag: Map<string, Set<string>>
}
let index: Index | undefined
let perhaps: ReadonlyMap<string, string> | undefined

function build(): Index {
  const made: Index = { joined: new Map(), bag: new Map() }
  for (const language of [english, french, german, spanish, italian]) {
    for (const [id, names] of Object.entries(language)) {
      for (const name of names.split(',')) {
        const parts = wordsIn(name)
        if (!name.endsWith('~')) add(made.joined, parts.join(''), id)
        const plain = without(parts, LITTLE)
        // "commandé le" is when; "commande" alone is not.
        add(made.bag, bagOf(plain.length > 1 ? plain : parts), id)
      }
    }
  }
  return made
}
/** By the words without which of several it is and without articles. */
const perhapsIndex = (): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(PERHAPS).flatMap(([id, names]) => names.split(',').map(name => [bagOf(without(wordsIn(name), LITTLE)), id] as const)),
  )
const add = (map: Map<string, Set<string>>, key: string, id: string) => map.set(key, (map.get(key) ?? new Set()).add(id))
const bagOf = (parts: readonly string[]): string => [...parts].sort().join(' ')

/** The words of a name: "customerEMail_1" is customer, e, mail, 1. Accents go, so that "prénom" and "prenom" are one. */
export const wordsIn = (name: string): string[] =>
  name
    .replace(/ß/g, 'ss')
    .replace(/MwSt|USt/g, word => word.toLowerCase())
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/(\p{L})(\d)(?!\d)/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '')

/** How well a name fits each concept, 0.6 to 1; concepts that it does not fit at all are absent. */
export function nameScores(name: string, hashed: boolean): ReadonlyMap<string, number> {
  index ??= build()
  const all = wordsIn(name)
  const said = hashed ? without(all, HASHING) : all
  const scores = new Map<string, number>()
  const give = (id: string, score: number) => {
    if (score > (scores.get(id) ?? 0)) scores.set(id, score)
  }
  for (const [noise, people] of [
    [WHOSE, true],
    [WHICH, false],
  ] as const) {
    for (const parts of [said, afterNoise(said, noise), without(said, noise)]) {
      const fits = (id: string) => (concept.get(id)?.group === 'who') === people
      for (const id of index.joined.get(parts.join('')) ?? []) if (fits(id)) give(id, EXACT)
      for (const id of index.bag.get(bagOf(without(without(parts, SOFT), LITTLE))) ?? []) if (fits(id)) give(id, SAME_WORDS)
    }
  }
  if (scores.size === 0) for (const [id, score] of moneyScores(said)) give(id, score)
  perhaps ??= perhapsIndex()
  const offered = scores.size === 0 ? perhaps.get(bagOf(without(without(without(said, WHICH), SOFT), LITTLE))) : undefined
  if (offered) give(offered, PERHAPS_SHARE)
  if (scores.size === 0 && !said.some(word => NEVER_NEARLY.has(word))) {
    // One letter makes another word of what a person allowed: "abgemeldet", "angemeldet".
    for (const id of near(said.join(''), index.joined)) if (!concept.get(id)?.consent) give(id, NEARLY)
  }
  give(STAND_IN.concept, STAND_IN.share * (scores.get(STAND_IN.from) ?? 0))
  if (scores.get(STAND_IN.concept) === 0) scores.delete(STAND_IN.concept)
  return scores
}

/** An amount without what only says how it is meant: "Gesamtbetrag inkl. MwSt. (EUR)" is a Gesamtbetrag. */
function moneyScores(said: readonly string[]): [id: string, score: number][] {
  const plain = said.filter((word, at) => !GROSS.has(word) && !NET.has(word) && !isOfTax(said, at))
  if (plain.length === 0 || plain.length === said.length) return []
  const score = said.some((word, at) => NET.has(word) || (WITHOUT_TAX.has(word) && isOfTax(said, at))) ? NEARLY : SAME_WORDS
  return [...nameScores(plain.join(' '), false)].flatMap(([id, named]) =>
    id === 'value' || id === 'currency' ? [[id, Math.min(score, named)]] : [],
  )
}

/** A word of "incl. VAT" or "VAT included"; tax alone is an amount of its own. */
function isOfTax(said: readonly string[], at: number): boolean {
  const says = (word: string | undefined) => word !== undefined && (WITH_TAX.has(word) || WITHOUT_TAX.has(word))
  const word = said[at]!
  return TAX.has(word)
    ? says(said[at - 1]) || says(said[at + 1])
    : says(word) && [said[at - 1], said[at + 1]].some(next => TAX.has(next ?? ''))
}

/** Without the one word of noise in front: "customer user agent" is a user agent. */
const afterNoise = (parts: readonly string[], noise: ReadonlySet<string>): readonly string[] =>
  parts.length > 1 && noise.has(parts[0]!) ? parts.slice(1) : parts

/** The words that are left; all of them when nothing would be. */
function without(parts: readonly string[], noise: ReadonlySet<string>): readonly string[] {
  const left = parts.filter(word => !noise.has(word))
  return left.length ? left : parts
}

function near(joined: string, names: Index['joined']): Set<string> {
  const found = new Set<string>()
  if (joined.length < SHORTEST_NEARLY) return found
  for (const [name, ids] of names) if (name.length >= SHORTEST_NEARLY && isNear(joined, name)) for (const id of ids) found.add(id)
  return found
}

/** Whether one letter more, less or other makes one text the other. */
export function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  let i = 0
  while (i < short.length && short[i] === long[i]) i++
  return short.length === long.length ? short.slice(i + 1) === long.slice(i + 1) : short.slice(i) === long.slice(i + 1)
}
