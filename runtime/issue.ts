/** What a schema found wrong in a document, in words for whoever wrote it by hand. Never repeats a value: it may be a secret. */

export interface Issue {
  code?: string | undefined
  path: readonly PropertyKey[]
  message: string
  /** Of a union: what each of its forms found wrong. */
  errors?: readonly (readonly Issue[])[]
  keys?: readonly string[]
}

/** One sentence, with the place it speaks of. A union speaks through the form that fits best. */
export function issueText(issue: Issue): string {
  const { path, message, code, keys } = nearestForm(issue)
  const place = path.map(String).join('.')
  if (code === 'unrecognized_keys' && keys) return `${place ? `${place}: ` : ''}there is no setting ${keys.map(k => `"${k}"`).join(', ')}.`
  if (place && message.endsWith('received undefined')) return `${place} is missing.`
  return place ? `${place}: ${message}` : message
}

function nearestForm(issue: Issue): Issue {
  const forms = issue.code === 'invalid_union' ? (issue.errors ?? []) : []
  const best = forms.filter(form => form.length > 0).toSorted((a, b) => rank(a) - rank(b))[0]?.[0]
  return best ? nearestForm({ ...best, path: [...issue.path, ...best.path] }) : issue
}
/** A form of another type altogether is the least likely meant; else the fewer faults, the nearer. */
const rank = (form: readonly Issue[]): number =>
  form.some(({ code, path }) => code === 'invalid_type' && path.length === 0) ? 1000 : form.length
