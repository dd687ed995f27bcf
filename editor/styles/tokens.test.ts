/** Every pair of colours that is used as text on a surface can be read in both themes. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name, light, dark]) => [
    name!,
    { light: light!, dark: dark! },
  ]),
)

const TEXT: [string, string[]][] = [
  ['ink', ['paper', 'canvas', 'card', 'sunk', 'accent-soft', 'ok-soft', 'warn-soft', 'err-soft', 'run-soft']],
  ['ink2', ['paper', 'canvas', 'card', 'sunk', 'accent-soft', 'warn-soft', 'err-soft']],
  ['ink3', ['paper', 'canvas', 'card', 'sunk']],
  ['accent', ['paper', 'card', 'sunk']],
  ['on-accent', ['accent', 'accent-hover']],
  ['ok', ['ok-soft', 'paper', 'card', 'sunk']],
  ['warn', ['warn-soft', 'paper', 'card', 'sunk']],
  ['err', ['err-soft', 'paper', 'card', 'sunk']],
  ['run', ['run-soft', 'paper', 'card']],
  ['paper', ['ink']],
  ['card', ['k-source', 'k-model', 'k-filter', 'k-map', 'k-hash', 'k-dest']],
]
const EDGES: [string, string[]][] = [
  ['line-strong', ['paper', 'card', 'canvas', 'sunk']],
  ['focus', ['paper', 'card', 'canvas', 'sunk']],
]

function luminance(hex: string): number {
  const part = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (high! + 0.05) / (low! + 0.05)
}

describe.each(['light', 'dark'] as const)('in %s', theme => {
  const pairs = (of: [string, string[]][]) => of.flatMap(([front, backs]) => backs.map(back => [front, back] as const))
  it.each(pairs(TEXT))('%s on %s is at least 4.5:1', (front, back) => {
    expect(contrast(tokens.get(front)![theme], tokens.get(back)![theme])).toBeGreaterThanOrEqual(4.5)
  })
  it.each(pairs(EDGES))('%s against %s is at least 3:1', (front, back) => {
    expect(contrast(tokens.get(front)![theme], tokens.get(back)![theme])).toBeGreaterThanOrEqual(3)
  })
})

it('knows that black on white is 21:1', () => expect(contrast('#000000', '#ffffff')).toBeCloseTo(21))
