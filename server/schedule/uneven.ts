/** "Every 7 minutes" in cron means "at minute 0, 7, … 56, and again at 0": said before anybody relies on it. */

const UNITS = [
  { one: 'minute', whole: 60, of: 'hour' },
  { one: 'hour', whole: 24, of: 'day' },
] as const

/** A sentence for each step of a pattern (a star, a slash and a number) after which counting begins anew with a shorter gap; none when all is even. */
export function unevenSteps(cron: string): string[] {
  const parts = cron.trim().split(/\s+/)
  const said = UNITS.flatMap(({ one, whole, of }, i) => {
    const step = Number(/^\*\/(\d+)$/.exec(parts[i] ?? '')?.[1])
    if (!step || whole % step === 0) return []
    const last = Math.floor((whole - 1) / step) * step
    const gap = whole - last
    const starts = last === step ? `0 and ${last}` : last === 2 * step ? `0, ${step} and ${last}` : `0, ${step}, … ${last}`
    return [
      `Not every ${step} ${one}s: counting begins anew each ${of}, at ${one} ${starts}. The last gap is ${gap} ${one}${gap === 1 ? '' : 's'}.`,
    ]
  })
  const days = Number(/^\*\/(\d+)$/.exec(parts[2] ?? '')?.[1])
  if (days > 1) said.push(`Not every ${days} days: counting begins anew on the first of each month.`)
  return said
}
