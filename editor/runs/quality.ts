/** What a run's input quality says on screen: which fields, how much, what changed. Pure. */

import type { FieldQuality, PathQuality } from '../../runtime/report.ts'
import { say } from '../words/words.ts'
import { count } from './words.ts'

export interface QualityRow {
  concept: string
  title: string
  usable: number
  rows: number
  /** 0 to 100. */
  percent: number
  /** "812 of 950, 85%" */
  words: string
  change: Change
  /** "40: It is a national number." and the like: together with what is usable, all rows. */
  failed: readonly string[]
  warnings: readonly string[]
}
export interface Change {
  words: string
  tone: 'plain' | 'better' | 'worse' | 'fell'
}
/** Points of share by which a fall is a problem; the server judges by the same. */
const FALL = 30

/** The fields to show: everything that helps to find people, then what is not whole. */
export function rowsOf(quality: PathQuality): { rows: QualityRow[]; unmapped: string[] } {
  const useful = quality.fields.filter(field => field.worth > 0).toSorted((a, b) => b.worth - a.worth)
  const others = quality.fields.filter(field => field.worth === 0 && field.mapped && !isWhole(field, quality))
  return {
    rows: [...useful.filter(field => field.mapped), ...others].map(field => rowOf(field, quality)),
    unmapped: useful.filter(field => !field.mapped).map(field => field.title),
  }
}
const isWhole = ({ usable, warnings }: FieldQuality, { rows }: PathQuality) => usable === rows && warnings.length === 0

function rowOf(field: FieldQuality, quality: PathQuality): QualityRow {
  const { concept, title, filled, usable, failed, warnings } = field
  const bare = quality.rows - filled
  const percent = share(usable, quality.rows)
  return {
    concept,
    title,
    usable,
    rows: quality.rows,
    percent,
    words: say('{usable} of {rows}, {percent}%', { usable: count(usable), rows: count(quality.rows), percent }),
    change: changeOf(percent, quality.before?.coverage[concept], quality.before !== undefined),
    failed: [
      ...(bare > 0 && usable > 0 ? [say('{n}: There is nothing in the column.', { n: count(bare) })] : []),
      ...failed.map(flaw => `${count(flaw.rows)}: ${flaw.message}`),
    ],
    warnings: warnings.map(flaw => `${count(flaw.rows)}: ${flaw.message}`),
  }
}

/** Whole percents that never round to 0 or 100 what is not quite so. */
export function share(part: number, whole: number): number {
  if (whole === 0) return 0
  const percent = Math.round((100 * part) / whole)
  if (percent === 0 && part > 0) return 1
  return percent === 100 && part < whole ? 99 : percent
}

/** "50 points less", "2 points more", "same", "newly mapped"; nothing without a run before. */
export function changeOf(percent: number, before: number | undefined, compared: boolean): Change {
  if (!compared) return { words: say('No run before'), tone: 'plain' }
  if (before === undefined) return { words: say('Newly mapped'), tone: 'plain' }
  const points = percent - Math.round(100 * before)
  if (points === 0) return { words: say('Same'), tone: 'plain' }
  const n = Math.abs(points)
  const words =
    points > 0
      ? say('{n, plural, one {# point} other {# points}} more', { n })
      : say('{n, plural, one {# point} other {# points}} less', { n })
  return { words, tone: points > 0 ? 'better' : points <= -FALL ? 'fell' : 'worse' }
}

/** "Match readiness 62 of 100, 64 in the run before." */
export const readinessWords = ({ readiness, before }: PathQuality): string =>
  say('Match readiness {readiness} of 100{more}.', {
    readiness,
    more: before && before.readiness !== readiness ? say(', {readiness} in the run before', { readiness: before.readiness }) : '',
  })
