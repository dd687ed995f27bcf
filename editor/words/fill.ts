/** Puts values into a message. Of ICU MessageFormat it knows `{name}`, `{name, plural, =0 {…} one {…} other {…}}` and `#`. */
export type Values = Readonly<Record<string, string | number | null | undefined>>

/** An unknown name stays in its braces, so that a slip in a translation is seen and breaks nothing. */
export function fill(message: string, values: Values | undefined, locale: string, hash?: number): string {
  if (!values) return message
  let said = ''
  for (let at = 0; at < message.length; at++) {
    const sign = message[at]!
    if (sign === '#' && hash !== undefined) said += hash.toLocaleString(locale)
    else if (sign !== '{') said += sign
    else {
      const end = closing(message, at)
      said += part(message.slice(at + 1, end), values, locale)
      at = end
    }
  }
  return said
}

function part(inner: string, values: Values, locale: string): string {
  const plural = /^(\w+),\s*plural,\s*/.exec(inner)
  const name = plural?.[1] ?? inner
  if (!(name in values)) return `{${inner}}`
  const value = values[name]
  if (!plural) return String(value ?? '')
  const n = Number(value)
  const forms = formsOf(inner.slice(plural[0].length))
  const form = forms.get(`=${n}`) ?? forms.get(new Intl.PluralRules(locale).select(n)) ?? forms.get('other') ?? ''
  return fill(form, values, locale, n)
}

/** "one {# row} other {# rows}" → one: "# row", other: "# rows" */
function formsOf(text: string): Map<string, string> {
  const forms = new Map<string, string>()
  for (let at = text.indexOf('{'), from = 0; at >= 0; at = text.indexOf('{', from)) {
    const end = closing(text, at)
    forms.set(text.slice(from, at).trim(), text.slice(at + 1, end))
    from = end + 1
  }
  return forms
}

/** Where the brace that opens at `from` is closed; the end of the text when it never is. */
function closing(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth++
    else if (text[at] === '}' && --depth === 0) return at
  }
  return text.length
}
