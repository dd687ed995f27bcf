/** What a browser receives: no driver, no kind, no platform's address. `npm test` builds before it runs this. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
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
})
