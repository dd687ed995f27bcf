import { afterEach, expect, it, vi } from 'vitest'
import { complain, EXIT } from './command.ts'

afterEach(() => vi.restoreAllMocks())

it.each([
  ['SQLITE_FULL', /^The disk is full\.\n.*run the command again/],
  ['SQLITE_READONLY', /^The data folder cannot be written to\.\n.*run the command again/],
  ['', /^Something went wrong on our side \(Error\)\.\nat .*command\.test\.ts/],
])('a failure %s is said in words, without its own', (code, says) => {
  const said: string[] = []
  vi.spyOn(process.stderr, 'write').mockImplementation(text => said.push(String(text)) > 0)
  expect(complain(Object.assign(new Error('canary'), { code }))).toBe(EXIT.failed)
  expect(said.join('')).toMatch(says)
  expect(said.join('')).not.toContain('canary')
})
