/** How well a platform will find the people behind the events: one judge for runs, previews and the mapping form. An estimate. */

/** One field that helps to find a person, as far as it is known. */
export interface Help {
  concept: string
  title: string
  /** The platform's weight of it. */
  worth: number
  /** Something is drawn that feeds it. */
  mapped: boolean
  rows: number
  /** Rows that hold anything at all. */
  filled: number
  /** Rows whose value the platform can match. */
  usable: number
  /** Why most of the unusable ones are, as a sentence without its full stop. */
  flaw?: string | undefined
}
export interface NextStep {
  concept: string
  title: string
  kind: 'map' | 'repair' | 'fill'
  /** Points of 100 that it would add. */
  points: number
  /** "Map Phone: no column feeds it. Worth about 15 points." */
  message: string
}
export interface Readiness {
  /** 0 to 100: the worth of what is there, of all that is useful. */
  score: number
  next: NextStep | null
}

/** What customers never gave cannot be filled in at will: such a step comes after one of the same worth that a person can do today. */
const EASE: Readonly<Record<NextStep['kind'], number>> = { repair: 1, map: 1, fill: 0.5 }
const count = (n: number): string => n.toLocaleString('en-US')

/** Worth × coverage of all useful fields, and the step that would add most. */
export function readiness(fields: readonly Help[]): Readiness {
  const useful = fields.filter(field => field.worth > 0)
  const total = useful.reduce((sum, field) => sum + field.worth, 0)
  if (total === 0) return { score: 0, next: null }
  const have = useful.reduce((sum, field) => sum + field.worth * shareOf(field), 0)
  const steps = useful.map(field => stepFor(field, total)).filter(step => step.points > 0)
  const [next = null] = steps.toSorted((a, b) => b.points * EASE[b.kind] - a.points * EASE[a.kind])
  return { score: Math.round((100 * have) / total), next }
}

const shareOf = ({ usable, rows, mapped }: Help): number => (!mapped || rows === 0 ? 0 : usable / rows)

function stepFor(field: Help, total: number): NextStep {
  const { concept, title, worth, mapped, rows, filled, usable, flaw } = field
  const points = Math.round((100 * worth * (1 - shareOf(field))) / total)
  const worthWords = `Worth about ${points} ${points === 1 ? 'point' : 'points'}.`
  const step = (kind: NextStep['kind'], says: string): NextStep => ({ concept, title, kind, points, message: `${says} ${worthWords}` })
  if (!mapped) return step('map', `Map ${title}: no column feeds it yet.`)
  const unusable = filled - usable
  if (unusable > rows - filled)
    return step(
      'repair',
      `Repair ${title}: ${count(unusable)} of ${count(rows)} rows hold one that cannot be used.${flaw ? ` ${flaw}.` : ''}`,
    )
  return step('fill', `Fill ${title}: ${count(usable)} of ${count(rows)} rows have a usable one.`)
}
