type Cells = Readonly<Record<string, unknown>>
export interface IdentityLine {
  title: string
  before: unknown
  after: unknown
}

/** One line per field that names a person, from the sampled event that has most of them. Rows are matched, never guessed. */
export function beforeAndAfter(
  personal: readonly { id: string; title: string }[],
  before: readonly Cells[],
  after: readonly Cells[],
): IdentityLine[] {
  const pairs = paired(before, after)
  const filled = (row: Cells) => personal.filter(({ id }) => !isEmpty(row[id])).length
  const [best] = pairs.toSorted((a, b) => filled(b.before) - filled(a.before))
  if (!best) return []
  return personal
    .filter(({ id }) => !isEmpty(best.before[id]))
    .map(({ id, title }) => ({ title, before: best.before[id], after: best.after[id] }))
}

/** Rows that fell away between the two steps shift the lists, so rows are then matched by what sealing does not hide. */
function paired(before: readonly Cells[], after: readonly Cells[]): { before: Cells; after: Cells }[] {
  if (before.length === after.length) return before.map((row, i) => ({ before: row, after: after[i]! }))
  const shared = OPEN.filter(id => before.some(row => !isEmpty(row[id])) && after.some(row => !isEmpty(row[id])))
  // A time or an amount as a spreadsheet writes it is spelt anew by sealing: then one field that stayed as it was is enough.
  for (const ids of [shared, ...shared.map(id => [id])]) {
    const pairs = pairedBy(ids, before, after)
    if (pairs.length > 0) return pairs
  }
  return []
}
function pairedBy(ids: readonly string[], before: readonly Cells[], after: readonly Cells[]): { before: Cells; after: Cells }[] {
  const name = (row: Cells) => ids.map(id => plain(id, row[id])).join(' ')
  const names = Map.groupBy(before, name)
  const byName = new Map(after.map(row => [name(row), row]))
  return before.flatMap(row => {
    const found = names.get(name(row))!.length === 1 ? byName.get(name(row)) : undefined
    return found ? [{ before: row, after: found }] : []
  })
}
const OPEN = ['event_id', 'order_id', 'event_time', 'value']

/** The same moment or amount in both spellings: a platform's times are seconds, its money may be text. */
function plain(id: string, value: unknown): string {
  const text = String(value ?? '')
  if (id === 'event_time' && /^\d{4}-/.test(text)) return String(Math.floor(Date.parse(text) / 1000))
  return text.trim() !== '' && Number.isFinite(Number(text)) ? String(Number(text)) : text
}

const isEmpty = (value: unknown) => value === null || value === undefined || value === ''
