/** What a schema found wrong in a document, in words for whoever wrote it by hand. Never repeats a value: it may be a secret. */

export interface Issue {
  code?: string | undefined
  path: readonly PropertyKey[]
  message: string
  /** Of a union: what each of its forms found wrong. */
  errors?: readonly (readonly Issue[])[]
  keys?: readonly string[]
  /** Of `invalid_value`: what is taken. */
  values?: readonly unknown[]
  /** Of `invalid_type`: the type that belongs there. */
  expected?: string
  /** Of `too_big` and `too_small`: what is measured, and how far it may go. */
  origin?: string
  maximum?: number | bigint
  minimum?: number | bigint
  inclusive?: boolean
}

/** One sentence, with the place it speaks of. A union speaks through the form that fits best. */
export function issueText(issue: Issue): string {
  const found = nearestForm(issue)
  const { path, message, code, keys } = found
  const place = path.map(String).join('.')
  if (code === 'unrecognized_keys' && keys) return `${place ? `${place}: ` : ''}there is no setting ${keys.map(k => `"${k}"`).join(', ')}.`
  if (place && message.endsWith('received undefined')) return `${place} is missing.`
  const words = plain(found)
  return place ? `${place}: ${words}` : words
}

/** What somebody wrote into a schema for people: a whole sentence, which needs no place beside it. */
export function ownWords(issue: Issue): string | undefined {
  const found = nearestForm(issue)
  return found.message.endsWith('.') && plain(found) === found.message ? found.message : undefined
}

const BELONGS: Readonly<Record<string, string>> = {
  string: 'a text belongs here.',
  number: 'a number belongs here, without quotes.',
  int: 'a whole number belongs here, without quotes.',
  boolean: 'true or false belongs here, without quotes.',
  array: 'a list belongs here.',
  tuple: 'a list belongs here.',
  object: 'a group of settings belongs here.',
  record: 'a group of settings belongs here.',
}
/** The schema library's own words are for programmers; what somebody wrote into a schema stays as it is. */
function plain(issue: Issue): string {
  const { code, message, values, expected } = issue
  if (/^Too (?:big|small): /.test(message)) return measured(issue)
  if (/^Invalid string: must match pattern/.test(message)) return 'this is not spelt as it has to be here.'
  if (message === 'Invalid URL') return 'a whole address belongs here.'
  if (!/^Invalid (?:option|input)/.test(message)) return message
  if (code === 'invalid_value' && values) return `this is not known here. Known are: ${values.map(String).join(', ')}.`
  if (code === 'invalid_type' && expected && BELONGS[expected]) return BELONGS[expected]
  return 'this is not understood here.'
}

/** How long or how large something may be. */
function measured({ origin, maximum, minimum, inclusive }: Issue): string {
  const least = maximum === undefined
  const end = String(maximum ?? minimum)
  const empty = least && end === '1'
  if (origin === 'string') {
    if (empty) return 'this must not be empty.'
    return least ? `at least ${end} characters are needed here.` : `at most ${end} characters are taken here.`
  }
  if (origin === 'array') {
    if (empty) return 'this list must not be empty.'
    return least ? `a list of at least ${end} is needed here.` : `a list of at most ${end} is taken here.`
  }
  if (!inclusive) return least ? `more than ${end} is needed here.` : `less than ${end} is needed here.`
  return least ? `at least ${end} is needed here.` : `at most ${end} is taken here.`
}

function nearestForm(issue: Issue): Issue {
  const forms = issue.code === 'invalid_union' ? (issue.errors ?? []) : []
  const best = forms.filter(form => form.length > 0).toSorted((a, b) => rank(a) - rank(b))[0]?.[0]
  return best ? nearestForm({ ...best, path: [...issue.path, ...best.path] }) : issue
}
/** A form of another type altogether is the least likely meant; else the fewer faults, the nearer. */
const rank = (form: readonly Issue[]): number =>
  form.some(({ code, path }) => code === 'invalid_type' && path.length === 0) ? 1000 : form.length
