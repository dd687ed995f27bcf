/** What a browser receives: no driver, no kind, no platform's address. `npm test` builds before it runs this. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

const ASSETS = 'dist/editor/assets'
const scripts = existsSync(ASSETS) ? readdirSync(ASSETS).filter(name => name.endsWith('.js')) : []

describe('the browser build', () => {
  it('is there', () => {
    expect(scripts.length).toBeGreaterThan(0)
  })
  it.each([
    ['a database driver', /pg-cursor|better-sqlite3|@duckdb|libpq/],
    ['a platform', /graph\.facebook|api\.pinterest|user_data\.em|hashed_maids/i],
    ['the engine', /Keys read in this run|createHash\(|libphonenumber/],
  ])('contains nothing of %s', (_, forbidden) => {
    expect(scripts.filter(name => forbidden.test(readFileSync(`${ASSETS}/${name}`, 'utf8')))).toEqual([])
  })
  it('runs nothing from text', () => {
    expect(scripts.filter(name => /[^.\w]eval\(|new Function\(/.test(readFileSync(`${ASSETS}/${name}`, 'utf8')))).toEqual([])
  })
  it.each([
    ['the list of flows', ['app', 'FlowsPage'], 190],
    ['the editor', ['app', 'workbench'], 360],
  ])('weighs little before anything is pressed: %s', (_, parts, most) => {
    const page = /src="\/assets\/(index-[^"]+\.js)"/.exec(readFileSync('dist/editor/index.html', 'utf8'))![1]!
    const begun = [page, ...parts.map(part => scripts.find(name => name.startsWith(`${part}-`))!)]
    expect(weightOf(begun)).toBeLessThan(most)
  })
})

/** Kilobytes, gzipped, of these scripts and all that they import before they begin. */
function weightOf(begun: readonly string[]): number {
  const all = new Set<string>()
  const add = (name: string): void => {
    if (all.has(name)) return
    all.add(name)
    for (const [, next] of readFileSync(`${ASSETS}/${name}`, 'utf8').matchAll(/(?:from|import)"\.\/([^"]+\.js)"/g)) add(next!)
  }
  begun.forEach(add)
  expect(all.size).toBeGreaterThan(begun.length)
  return [...all].reduce((sum, name) => sum + gzipSync(readFileSync(`${ASSETS}/${name}`)).length, 0) / 1024
}
