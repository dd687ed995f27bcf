/** What the editor says, and in which languages: the catalogue fits the code, and what is not through it yet is counted. */
import { readdirSync, readFileSync } from 'node:fs'
import { parseSync } from 'vite'
import { describe, expect, it } from 'vitest'
import french from '../editor/words/fr.json' with { type: 'json' }
import ofServer from '../editor/words/fr-server.json' with { type: 'json' }
import { teller } from '../editor/words/server-words.ts'
import { read } from '../nodes/destinations/meta/read.ts'
import { sentence } from '../nodes/destinations/webhook/read.ts'
import { kinds } from '../nodes/kinds.ts'
import { understood } from '../nodes/sources/file/understood.ts'
import { conditionProblems } from '../runtime/conditions/problems.ts'
import { operators } from '../runtime/conditions/tree.ts'
import { catalogueOf } from '../server/catalogue.ts'
import { incomplete } from '../server/connections/incomplete.ts'
import { passed, untilFailure } from '../server/connections/stages.ts'
import { templates } from '../server/flows/templates.ts'
import { clockChanges } from '../server/schedule/due-times.ts'
import { unevenSteps } from '../server/schedule/uneven.ts'

/**
 * These may only shrink. Lower them in the commit that translates or moves something. Counted in place are texts and labels
 * of elements; texts inside expressions of a room that has not been moved come on top of it.
 */
const STILL_IN_PLACE = 0
const STILL_WITHOUT_FRENCH = 0
/** Of the texts of kinds, settings, fields and templates; names of products, which are the same in every language, are among them. */
const STILL_ENGLISH_OF_THE_CATALOGUE = 13
/** Of the sentences that the rooms behind the server write for people: reasons, problems, refusals, tests of connections. */
const STILL_ENGLISH_OF_SENTENCES = 0
const STILL_ENGLISH_BY_PLACE = 0

interface Node {
  type: string
  [key: string]: unknown
}
const said = new Set<string>()
const inPlace: string[] = []

/** Attributes whose value a person reads or hears. */
const READ = /^(aria-label|label|title|description|placeholder|help|text|name|empty|hint|note)$/
const wordy = (text: string) => /[A-Z][a-z]|[a-z]{2,} [a-z]/.test(text)

function look(node: unknown, file: string): void {
  if (Array.isArray(node)) for (const one of node) look(one, file)
  if (!node || typeof node !== 'object' || typeof (node as Node).type !== 'string') return
  const { type, value, name, callee, arguments: given } = node as Node & { callee?: { name?: string }; arguments?: Node[] }
  if (type === 'CallExpression' && callee?.name === 'say' && typeof given?.[0]?.value === 'string') said.add(given[0].value)
  if (type === 'JSXText' && wordy(String(value))) inPlace.push(`${file}: ${String(value).trim()}`)
  const key = (node as Node & { key?: { name?: string } }).key?.name ?? ''
  if (type === 'Property' && GIVEN_AS.test(key))
    for (const text of written(bodyOf(value as Node | undefined))) if (wordy(text) && !OWN_NAMES.has(text)) inPlace.push(`${file}: ${text}`)
  const words = (value as { value?: unknown } | null | undefined)?.value
  if (type === 'JSXAttribute' && typeof words === 'string' && READ.test(String((name as Node).name)) && wordy(words))
    inPlace.push(`${file}: ${words}`)
  for (const [key, child] of Object.entries(node)) if (key !== 'parent') look(child, file)
}
/** What a command, a menu's line or a toast is called, as a text or as what gives one. */
const GIVEN_AS = /^(title|text|label|act|message|why|reason)$/
const bodyOf = (value: Node | undefined): Node | undefined =>
  value?.type === 'ArrowFunctionExpression' ? (value.body as Node | undefined) : value
/** Languages call themselves what they are called. */
const OWN_NAMES = new Set(['English', 'Français'])
for (const file of readdirSync('editor', { recursive: true, encoding: 'utf8' }).filter(f => /(?<!\.test)\.tsx?$/.test(f)))
  look(parseSync(file, readFileSync(`editor/${file}`, 'utf8'), { lang: 'tsx' }).program, file)

/** The names a message is filled with: "{n, plural, one {# row} other {# rows}} of {step}" → n, step. */
const namesIn = (message: string): string[] =>
  [...new Set([...message.matchAll(/(?<!(?:plural, |\} )(?:one|other|=\d) )\{(\w+)(?=\}|, plural)/g)].map(m => m[1]!))].sort()

describe('what the editor says', () => {
  it('is English that stands in place less and less often', () => {
    expect(inPlace.length, inPlace.slice(0, 20).join('\n')).toBeLessThanOrEqual(STILL_IN_PLACE)
  })
  it('is without French less and less often', () => {
    const without = [...said].filter(text => !(text in french))
    expect(without.length, without.slice(0, 20).join('\n')).toBeLessThanOrEqual(STILL_WITHOUT_FRENCH)
  })
  it('blames nobody and makes no noise', () => {
    const noisy = /\b(please|oops|sorry|failed to|unfortunately)\b|(?<![{\w])invalid\b|!|\p{Extended_Pictographic}(?<![©™✓✔▲■●])/iu
    expect([...said].filter(text => noisy.test(text.replaceAll(/\{\w+(?=[,}])/g, '')))).toEqual([])
  })
  it('is all that the French catalogue holds', () => {
    expect(Object.keys(french).filter(text => !said.has(text))).toEqual([])
  })
  it('has no French text that ends in an adjective and leaves its noun to what follows: “dans les derniers 7 jours”', () => {
    expect(Object.values(french).filter(text => /(dernier|dernière|prochain|prochaine)s$/.test(text))).toEqual([])
  })
  it('takes the same values in French', () => {
    const differing = Object.entries(french).filter(
      ([english, words]) => `${namesIn(words)}` !== `${namesIn(english)}` || words.trim() === '',
    )
    expect(differing).toEqual([])
  })
})

const READ_BY_PEOPLE = /^(title|summary|description|help|says)$/
function textsOf(part: unknown, key = ''): string[] {
  if (typeof part === 'string') return READ_BY_PEOPLE.test(key) ? [part] : []
  if (typeof part !== 'object' || part === null || /^(example|initial|document|script)$/.test(key)) return []
  if (key === 'titles') return Object.values(part)
  return Object.entries(part).flatMap(([name, value]) => textsOf(value, Array.isArray(part) ? key : name))
}

/** Sentences as the source writes them, what is filled in standing as `{name}`. */
const sentences = new Set<string>()
/** The same, given by their place among others: `new Declined(409, 'code', 'Title', 'Why.')`. */
const byPlace = new Set<string>()
const SAID_AS = /^(message|why|title|label|flaw)$/
/** Functions that give the sentence itself: why a query is refused. */
const SAID_BACK = /^(refusal|shapeFlaw)$/
/** Whoever takes a sentence by its place: a problem, a refusal, an end. */
const SAID_BY =
  /^(must|worth|Declined|Refused|Stop|notFound|KeyProblem|BadSchedule|no|gone|problem|refuse|wrong|fail|told|invalid|Flaw|fault)$/
function nameOf(part: Node): string {
  const { type, name, property, callee } = part as Node & { name?: string; property?: Node; callee?: Node }
  if (type === 'Identifier') return String(name)
  return property?.type === 'Identifier' ? nameOf(property) : callee ? nameOf(callee) : 'x'
}
function written(part: Node | undefined): string[] {
  if (!part) return []
  const { type, value, quasis, expressions, consequent, alternate } = part as Node & Record<string, Node & Node[]>
  if (type === 'Literal') return typeof value === 'string' ? [value] : []
  if (type === 'ConditionalExpression') return [...written(consequent), ...written(alternate)]
  if (type !== 'TemplateLiteral') return []
  const parts = quasis as unknown as { value: { cooked: string } }[]
  return [parts.map(({ value: text }, i) => text.cooked + (expressions![i] ? `{${nameOf(expressions![i])}}` : '')).join('')]
}
/** Rooms in which every whole sentence is for people. */
const ALOUD = /^(nodes\/sources|nodes\/steps|runtime\/formula|runtime\/conditions)\//
const WHOLE = /^[“"A-Z{].*[a-z]{2,} [a-z{].*\.$/s
let aloud = false
function hear(node: unknown): void {
  if (Array.isArray(node)) for (const one of node) hear(one)
  if (!node || typeof node !== 'object' || typeof (node as Node).type !== 'string') return
  const { type, key, value } = node as Node & { key?: { name?: string }; value?: Node }
  if (type === 'Property' && SAID_AS.test(key?.name ?? '')) hearText(value, sentences)
  if (type === 'NewExpression' || type === 'CallExpression') {
    const { callee, arguments: given } = node as unknown as { callee: Node; arguments: Node[] }
    if (SAID_BY.test(nameOf(callee))) for (const part of given) hearText(part)
  }
  // What is our own fault is told to nobody.
  if (type === 'NewExpression' && nameOf((node as unknown as { callee: Node }).callee) === 'Error') return
  // Whatever stands as a whole sentence where failures are told: why a file, a login or a formula is not as it has to be.
  if (aloud && (type === 'Literal' || type === 'TemplateLiteral'))
    for (const text of written(node as Node)) if (WHOLE.test(text)) byPlace.add(text)
  // What a failure's code means, in the tables of the sources: ['source.lost', 'Title', 'Why.'].
  const { elements } = node as Node & { elements?: (Node | null)[] }
  if (type === 'ArrayExpression' && elements?.some(part => /^source\.[a-z_]+$/.test(String(part?.value))))
    for (const part of elements) hearText(part ?? undefined)
  const { id, init } = node as Node & { id?: { name?: string }; init?: Node }
  if (type === 'FunctionDeclaration' && SAID_BACK.test(id?.name ?? '')) hearReturned((node as Node & { body?: Node }).body)
  if (type === 'VariableDeclarator' && SAID_AS.test(id?.name ?? '')) hearText(init)
  for (const [name, child] of Object.entries(node)) if (name !== 'parent') hear(child)
}
function hearReturned(node: unknown): void {
  if (Array.isArray(node)) for (const one of node) hearReturned(one)
  if (!node || typeof node !== 'object' || typeof (node as Node).type !== 'string') return
  const { type, argument } = node as Node & { argument?: Node }
  if (type === 'ReturnStatement') hearText(argument)
  for (const [name, child] of Object.entries(node)) if (name !== 'parent') hearReturned(child)
}
function hearText(part: Node | undefined, into = byPlace): void {
  for (const text of written(part)) if (/[a-z]{2,} [a-z{]/.test(text)) into.add(text)
}
for (const room of ['runtime', 'nodes', 'server'])
  for (const file of readdirSync(room, { recursive: true, encoding: 'utf8' }))
    if (/(?<!\.test)\.ts$/.test(file) && !/(^|\/)(cli|simulator|rules|openapi|payloads|suites?)/.test(file)) {
      aloud = ALOUD.test(`${room}/${file}`)
      hear(parseSync(file, readFileSync(`${room}/${file}`, 'utf8'), { lang: 'ts' }).program)
    }

/** What has no French yet, or keeps English beside it. */
const englishOf = (texts: readonly string[]): string[] => {
  const tell = teller(ofServer)
  return [...new Set(texts)].filter(text =>
    /\b(?:is|are|the|this|here|write|give|choose|as|in|of)\b/.test((tell(text) ?? `the ${text}`).replaceAll(/«.*?»|“.*?”/gs, '')),
  )
}
describe('what the server says', () => {
  const tell = teller(ofServer)
  it('is shown in French more and more: kinds, settings, fields, templates', () => {
    const all = new Set([...textsOf(catalogueOf(kinds)), ...textsOf(templates)])
    const lacking = [...all].filter(text => tell(text) === undefined)
    expect(all.size).toBeGreaterThan(400)
    expect(lacking.length, lacking.join('\n')).toBeLessThanOrEqual(STILL_ENGLISH_OF_THE_CATALOGUE)
  })
  it('is shown in French more and more: sentences about rows, steps and runs', () => {
    const lacking = [...sentences].filter(text => tell(text) === undefined)
    expect(sentences.size).toBeGreaterThan(300)
    expect(lacking.length, lacking.slice(0, 400).join('\n')).toBeLessThanOrEqual(STILL_ENGLISH_OF_SENTENCES)
  })
  it('is shown in French to the last rule that a simulator checks', async () => {
    const simulators = await Promise.all([...kinds.values()].map(kind => (kind.role === 'destination' ? kind.simulator?.() : undefined)))
    const says = simulators.flatMap(
      simulator => simulator?.rules.flatMap(({ says, matters }) => [says, ...(matters ? [matters] : [])]) ?? [],
    )
    expect(says.length).toBeGreaterThan(50)
    expect(says.filter(text => tell(text) === undefined)).toEqual([])
    // Keys of the wire stay as they are sent: “country” is no “pays” there.
    expect(says.filter(text => /\bcountry, /.test(text) && !/\bcountry, /.test(tell(text)!))).toEqual([])
  })
  it('says what several sentences say, filled in', () => {
    const remark = 'Missing recommended fields: external_id, click_id. Pinterest would process it with a warning.'
    const words = 'Champs recommandés manquants : external_id, click_id. Pinterest le traiterait avec un avertissement.'
    expect(tell(remark)).toBe(words)
    const missing =
      'event_source_url is missing or not a whole http(s) address. Meta’s papers require it of website events, and may refuse one'
    expect(tell(`${missing} without it some day. Map Page address: a column, or your shop’s address.`)).toContain('événements du site')
  })
  it('is shown in French more and more: refusals, ends and problems', () => {
    const lacking = [...byPlace].filter(text => tell(text) === undefined)
    expect(byPlace.size).toBeGreaterThan(300)
    expect(lacking.length, lacking.join('\n')).toBeLessThanOrEqual(STILL_ENGLISH_BY_PLACE)
  })
  it('is shown in French where it is put together: how a file is read', () => {
    const commas = { key: 'total', type: 'number', native: 'VARCHAR, decimal comma' } as const
    const said = [',', ';', '\t', '|', '~'].flatMap(delimiter =>
      [
        understood({ delimiter, encoding: 'latin-1' }, {} as never, [commas]),
        understood({ delimiter, encoding: undefined } as never, { delimiter, encoding: 'utf-8' } as never, []),
      ].flat(),
    )
    expect(englishOf(said)).toEqual([])
  })
  it('is shown in French where it is put together: clocks that change, steps that are uneven', () => {
    const crons = [
      '30 2 * * *',
      '0,30 2 * * *',
      '0,20,40 2 * * *',
      '*/10 2 * * *',
      '0 * * * *',
      '15 1 * * *',
      '0,30 1 * * *',
      '*/10 1 * * *',
    ]
    const said = crons.flatMap(cron =>
      ['2026-03-06', '2026-03-28', '2026-10-03', '2026-10-24', '2026-10-31', '2026-04-04'].flatMap(day =>
        ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'].flatMap(zone => clockChanges(cron, zone, Date.parse(`${day}T00:00Z`))),
      ),
    )
    expect(said.length).toBeGreaterThan(20)
    const uneven = ['*/7 * * * *', '*/45 * * * *', '*/25 * * * *', '*/59 * * * *', '0 */5 * * *', '0 */23 * * *', '0 6 */2 * *'].flatMap(
      unevenSteps,
    )
    const tell = teller(ofServer)
    expect(
      [...said, ...uneven].filter(text => tell(text) === undefined || /\b(On|Not|The|twice|Mar|Oct|to|and)\b/.test(tell(text)!)),
    ).toEqual([])
    expect(tell('On Sun 28 Mar, 02:30 does not exist in Berlin. That run starts at 03:00.')).toBe(
      'Le dim. 28 mars, 02:30 n’existe pas à Berlin. Cette exécution part à 03:00.',
    )
  })
  it('is shown in French where it is put together: what a condition lacks', () => {
    const columns = (['text', 'number', 'boolean', 'date', 'time', 'list', 'json'] as const).map(type => ({ key: type, type }))
    const values = [undefined, 'x', 0.5, ['x'], ['x', 'y'], [], '(?=', { amount: 1.5, unit: 'month' }, { amount: 1 }]
    const said = columns.flatMap(({ key: column }) =>
      operators.flatMap(op =>
        values.flatMap(value =>
          conditionProblems({ match: 'all', conditions: [{ column, op, value } as never] }, columns).map(p => p.message),
        ),
      ),
    )
    expect(said.length).toBeGreaterThan(500)
    expect(englishOf(said)).toEqual([])
    // A comparison is our own word, also in quotes; a column is not.
    expect(tell('"contains" is a number, and ‘contains’ does not work on that.')).toBe(
      '« contains » est un nombre, et la comparaison « contient » ne s’y applique pas.',
    )
  })
  it('is shown in French where it is put together: settings that lack something or hold what cannot be', () => {
    const said = [...kinds.values()].flatMap(kind => {
      const { shape = {} } = (kind.connection ?? {}) as { shape?: Record<string, unknown> }
      const wrong = ['', 'é "\n', 'x'.repeat(5000)].map(text => Object.fromEntries(Object.keys(shape).map(key => [key, text])))
      return kind.connection ? [{}, ...wrong].map(settings => incomplete(kind, kind.connection!.safeParse(settings).error)) : []
    })
    expect(said.length).toBeGreaterThan(20)
    expect(englishOf(said)).toEqual([])
  })
  it('is shown in French where it is put together: the stations of a tried connection', () => {
    const stages = ['name', 'network', 'tls', 'login', 'query'] as const
    const steps = [...passed(stages, 0), ...passed(stages, 1), ...passed(stages, 12), ...untilFailure(stages, 'settings', '')]
    const platforms = [
      'Settings',
      'Reach Meta',
      'Token',
      'Dataset',
      'Ad account',
      'Permission to send',
      'Answer',
      'API version',
      'Rate limit',
      'Worth knowing',
      'May write',
      'Saved',
    ]
    expect(englishOf([...steps.flatMap(({ name, message }) => [name, ...(message ? [message] : [])]), ...platforms])).toEqual([])
  })
  it('is shown in French where it is put together: refusals in a platform’s own words', () => {
    const said =
      'Meta did not accept the token (190). Meta says: “Expired. Log in.” It has expired, was withdrawn, or is not whole. Make a new one in Events Manager.'
    expect(tell(said)).toBe(
      'Meta n’a pas accepté le jeton (190). Meta dit : « Expired. Log in. » Il a expiré, a été retiré, ou n’est pas entier. Faites-en un nouveau dans le Gestionnaire d’événements.',
    )
    const refused = read(
      { status: 400, headers: {}, body: JSON.stringify({ error: { code: 100, error_subcode: 2804050, message: 'Invalid. No.' } }) },
      1,
    )
    expect(tell((refused as { message: string }).message)).toBe(
      'Meta a trouvé trop peu sur la personne (100/2804050). Meta dit : « Invalid. No. » Ajoutez l’e-mail, le téléphone ou un ID client.',
    )
    const unlisted = read({ status: 400, headers: {}, body: JSON.stringify({ error: { code: 100, message: 'Invalid. No.' } }) }, 1)
    expect(tell((unlisted as { message: string }).message)).toBe('Meta a refusé la requête (100). Meta dit : « Invalid. No. »')
    expect(tell('The formula of “total”: The formula ends too early. (at character 14)')).toBe(
      'La formule de « total » : La formule s’arrête trop tôt. (au caractère 14)',
    )
    expect(
      tell('The file "orders.csv" is not there. Check the path; it starts in the folder of the flow file, or in the server’s data folder.'),
    ).toBe(
      'Le fichier « orders.csv » n’est pas là. Vérifiez le chemin ; il part du dossier du fichier de flux, ou du dossier de données du serveur.',
    )
    expect(tell('It is not a flow: nodes.2.id is missing.')).toBe('Ce n’est pas un flux : nodes.2.id manque.')
    expect(tell('It is not a flow: name: a text belongs here.')).toBe('Ce n’est pas un flux : name : un texte est attendu ici.')
    const brings = kinds.get('lookup')!.sentence!({ table: 'customers', columns: [{ column: 'email' }, { column: 'country' }] })
    expect(tell(brings)).toBe('Apporte email, country de customers')
    const receiver = sentence({ status: 400, headers: {}, body: JSON.stringify({ message: 'No. Never.' }) })
    expect(tell(receiver)).toBe('Le destinataire a répondu HTTP 400. Il dit : « No. Never. »')
    expect(tell('Nothing says who bought. One of these is needed: Email, Phone, Customer ID.')).toBe(
      'Rien ne dit qui a acheté. Il faut un de ceux-ci : E-mail, Téléphone, ID client.',
    )
    expect(
      tell(
        'The column "a" is gone since the flow was published, and “b” uses it. New since then is "c": perhaps the same under another name.',
      ),
    ).toBe(
      'La colonne « a » a disparu depuis la publication du flux, et « b » s’en sert. Depuis, il y a « c » : peut-être la même sous un autre nom.',
    )
    // A step that nobody named is called by its kind, in the language of the page; a name stays as it was typed.
    const uses = (step: string) => tell(`The column "a" is gone since the flow was published, and ${step} uses it.`)
    expect(uses('Map fields')).toBe('La colonne « a » a disparu depuis la publication du flux, et Associer les champs s’en sert.')
    expect(uses('“Map fields”')).toBe('La colonne « a » a disparu depuis la publication du flux, et « Map fields » s’en sert.')
    const notes = 'gone or of another type, and used by no step: a; new: b, c'
    expect(
      tell(`The columns changed since the flow was published (${notes}). Nothing of it is sent; publish again to take note.`),
    ).toContain('(disparues ou d’un autre type, et sans usage dans une étape : a ; nouvelles : b, c)')
    expect(tell('The name means event time, and 3 of 3 samples are dates.')).toBe(
      'Le nom signifie heure de l’événement, et 3 exemples sur 3 sont des dates.',
    )
  })
  it('agrees with no title: a key, a value and a connection are feminine, a country is not', () => {
    const bent =
      /^\{(?:field|title)\} (?:n’est pas(?: encore)?|est|a été|reste) (?!avant|après|sous|vide|utilisable|nécessaire|illisible)\p{L}*(?:é|è|ieur|long|fait)(?![\p{L}’])/u
    expect(Object.values(ofServer).filter(text => bent.test(text))).toEqual([])
  })
  it('takes the same values in French', () => {
    expect(Object.entries(ofServer).filter(([english, words]) => `${namesIn(words)}` !== `${namesIn(english)}` || !words.trim())).toEqual(
      [],
    )
  })
})
