import { describe, expect, it } from 'vitest'
import type { Tally } from '../../runtime/report.ts'
import type { Run } from '../../server/api/payloads.ts'
import { inLanguage } from '../../test/stand-ins/in-language.ts'
import {
  barWords,
  draftWords,
  earlier,
  health,
  lastResult,
  nextRunWords,
  noReasonWords,
  resultWords,
  rowsOf,
  runSentence,
  runTone,
  tallySentence,
} from './words.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
const books = (part: Partial<Tally> = {}): Tally => ({
  ...{ read: 0, filtered: 0, invalid: 0, duplicate: 0, expired: 0, delivered: 0, rejected: 0, uncertain: 0, unsent: 0 },
  ...part,
})
const run = (state: Run['state'], ...tallies: Partial<Tally>[]): Run => ({
  run: 'r1',
  flow: 'f1',
  flowName: 'Store purchases',
  version: 7,
  trigger: 'schedule',
  state,
  startedAt: '2026-11-21T11:40:00Z',
  endedAt: state === 'running' || state === 'queued' ? null : '2026-11-21T11:40:48Z',
  paths: tallies.map((tally, at) => ({
    path: `a > d${at}`,
    destination: `d${at}`,
    state: state === 'queued' ? 'running' : state,
    tally: books(tally),
    reasons: [],
    requests: 1,
    resent: 0,
    possibleDoubles: 0,
    nodes: [],
  })),
})
/** One that passes by itself stopped it, and so much had been done. */
const againAt = new Date(now + 90_000)
/** As a clock here shows it: whole hours are not everywhere between zones. */
const again = [againAt.getHours(), againAt.getMinutes()].map(part => String(part).padStart(2, '0')).join(':')
const waits = (tally: Partial<Tally>, needs: 'time' | 'person' = 'time'): Run => {
  const failed = run('failed', tally)
  failed.paths[0]!.error = { code: 'source.unreachable', message: 'Could not reach the database shop-db', why: '', needs }
  return { ...failed, triedAgainAt: againAt.toISOString() }
}
const good = { read: 12_480, filtered: 2_749, delivered: 9_702, rejected: 29 }

describe('numbers in sentences', () => {
  it.each([
    [0, '0 rows'],
    [1, '1 row'],
    [2, '2 rows'],
    [12_480, '12,480 rows'],
  ])('%i', (n, words) => expect(rowsOf(n)).toBe(words))

  it('says every part of the books, and only those that matter beside the usual ones', () => {
    expect(tallySentence(books(good))).toBe('12,480 rows in. 2,749 left out. 0 held back. 9,731 sent: 9,702 accepted, 29 rejected.')
    expect(tallySentence(books({ read: 1, delivered: 1 }))).toBe('1 row in. 0 left out. 0 held back. 1 sent: 1 accepted, 0 rejected.')
    expect(tallySentence(books({ read: 10, duplicate: 4, expired: 3, uncertain: 2, unsent: 1 }))).toBe(
      '10 rows in. 0 left out. 4 sent before. 0 held back. 3 too old to send. 1 not sent yet. 2 sent: 0 accepted, 2 with unknown outcome.',
    )
    expect(tallySentence(books({ read: 3, filtered: 3 }))).toBe('3 rows in. 3 left out. 0 held back. 0 sent.')
  })

  it('says what is on the way while a run goes on, so that the books balance at any moment', () => {
    expect(tallySentence(books({ read: 13_288, invalid: 137, delivered: 12_000 }))).toBe(
      '13,288 rows in. 0 left out. 137 held back. 1,151 on the way. 12,000 sent: 12,000 accepted, 0 rejected.',
    )
  })

  it('names every kind of row that was read', () => {
    for (const kind of ['filtered', 'invalid', 'duplicate', 'expired', 'delivered', 'rejected', 'uncertain', 'unsent'] as const)
      expect(tallySentence(books({ read: 4711, [kind]: 4711 })).match(/4,711/g)?.length, kind).toBeGreaterThanOrEqual(2)
  })

  it('adds up paths and says how long it took and what ran', () => {
    expect(runSentence(run('partial', good, { read: 20, delivered: 20 }), now)).toBe(
      '12,500 rows in for 2 destinations. 2,749 left out. 0 held back. 9,751 sent: 9,722 accepted, 29 rejected. Took 48 s. Version 7.',
    )
    const both = run('succeeded', { read: 200, delivered: 200 }, { read: 200, delivered: 200 })
    expect(runSentence(both, now)).toMatch(/^400 rows in, 200 for each of 2 destinations\. 0 left out\./)
    const again = run('succeeded', { read: 5, delivered: 5 })
    again.paths[0]!.resent = 1
    again.paths[0]!.possibleDoubles = 1
    again.version = null
    expect(runSentence(again, now)).toContain('1 event was sent again, because an earlier outcome was unknown. At most 1 possible double.')
    expect(runSentence(again, now)).toMatch(/Draft\.$/)
  })
})

describe('results in words and colours', () => {
  it.each([
    ['succeeded', 3, 'Every row that was read went where it should.'],
    ['failed', 0, 'No row was read.'],
    ['running', 0, 'No row has been read yet.'],
  ] as const)('a run that %s, %i rows read, without a reason for any', (state, read, words) =>
    expect(noReasonWords(run(state, { read }))).toBe(words),
  )
  it.each<[Run, string, string]>([
    [run('succeeded', { read: 5, delivered: 5 }), 'Done', 'ok'],
    [run('succeeded', { read: 5, duplicate: 5 }), 'Done', 'ok'],
    [run('partial', good), 'Done with rejections', 'err'],
    [run('partial', { read: 3, invalid: 3 }), 'Done with rows held back', 'warn'],
    [run('partial', { read: 3, uncertain: 3 }), 'Done with unknown outcomes', 'warn'],
    [
      run('partial', { read: 3, uncertain: 1, rejected: 1, invalid: 1 }),
      'Done with rejections, unknown outcomes and rows held back',
      'err',
    ],
    [run('succeeded', { read: 3, expired: 3 }), 'Done with rows too old to send', 'warn'],
    [run('failed', {}), 'Failed', 'err'],
    [run('failed', { read: 2, delivered: 2 }), 'Failed part way', 'err'],
    [waits({}), 'Waiting to retry', 'warn'],
    [waits({ read: 2, delivered: 1, unsent: 1 }), 'Waiting to retry', 'warn'],
    // Another of its ways is tried again; this one waits for a person.
    [waits({}, 'person'), 'Failed', 'err'],
    [run('stopped', { read: 2, delivered: 1, unsent: 1 }), 'Stopped', 'warn'],
    [run('interrupted', {}), 'Interrupted', 'warn'],
    [run('running', {}), 'Running', 'run'],
    [run('queued'), 'Waiting to start', 'plain'],
  ])('%#', (ran, words, tone) => {
    expect(resultWords(ran)).toBe(words)
    expect(runTone(ran)).toBe(tone)
  })

  it('is green only when nothing was rejected, held back, too old or unknown, whatever the state says', () => {
    for (const kind of ['rejected', 'invalid', 'expired', 'uncertain'] as const)
      expect(runTone(run('succeeded', { read: 10, delivered: 9 }, { read: 1, [kind]: 1 })), kind).not.toBe('ok')
  })

  it('names a bar of the strip', () => {
    expect(barWords('21 November, 06:00', run('partial', good))).toBe('21 November, 06:00, 9,702 accepted, 29 rejected')
    expect(barWords('21 November, 06:00', run('failed', {}))).toBe('21 November, 06:00, failed, 0 accepted')
    expect(barWords('21 November, 06:00', waits({}))).toBe('21 November, 06:00, waiting to retry, 0 accepted')
  })
})

describe('the list of flows', () => {
  it.each<[Run | null, string]>([
    [null, 'No runs yet'],
    [run('partial', good), '9,702 accepted, 29 rejected, 19 minutes ago'],
    [run('succeeded', { read: 1, delivered: 1 }), '1 accepted, 19 minutes ago'],
    [run('succeeded', {}), 'Nothing to send, 19 minutes ago'],
    [run('succeeded', { read: 9, duplicate: 7, filtered: 2 }), 'Nothing new to send, 19 minutes ago'],
    [run('stopped', { read: 9, delivered: 7, unsent: 2 }), 'Stopped: 7 accepted, 19 minutes ago'],
    [run('running', { read: 9, delivered: 1 }), 'Running, 1 event accepted so far'],
  ])('%#', (last, words) => expect(lastResult(last, now)).toBe(words))

  it('says what stopped a failed run', () => {
    const failed = run('failed', {})
    failed.paths[0]!.error = { code: 'source.unreachable', message: 'Could not reach the database shop-db', why: '' }
    expect(lastResult(failed, now)).toBe('Failed 19 minutes ago: Could not reach the database shop-db')
    expect(lastResult(waits({}), now)).toBe(`Tries again today ${again}: Could not reach the database shop-db`)
    expect(lastResult(waits({ read: 2, delivered: 1, unsent: 1 }), now)).toBe('Waiting to retry: 1 accepted, 19 minutes ago')
  })

  it('says health, draft and next run in words', () => {
    expect(health({ live: null, paused: false, lastRun: null }).words).toBe('Not live yet')
    expect(health({ live: 2, paused: true, lastRun: run('succeeded', { read: 1, delivered: 1 }) }).words).toBe('Paused')
    expect(health({ live: 2, paused: false, lastRun: run('succeeded', { read: 1, delivered: 1 }) })).toEqual({
      words: 'Healthy',
      tone: 'ok',
    })
    expect(health({ live: 2, paused: false, lastRun: run('failed', {}) })).toEqual({ words: 'Last run failed', tone: 'err' })
    const unplanned = { live: 2, paused: false, schedule: null, nextRun: null }
    expect(nextRunWords({ ...unplanned, lastRun: waits({}) }, now)).toBe(`today ${again}`)
    expect(health({ live: 2, paused: false, lastRun: waits({}) })).toEqual({ words: 'Waiting to retry', tone: 'warn' })
    expect(draftWords({ live: 2, paused: false, draftChanges: 1 })).toBe('Draft, 1 change not live')
    expect(draftWords({ live: 2, paused: false, draftChanges: 0 })).toBe('Live, version 2')
    expect(draftWords({ live: 2, paused: true, draftChanges: 0 })).toBe('Live version paused')
    const daily = { cron: '0 6 * * *', timezone: 'UTC', missed: 'last' as const }
    expect(nextRunWords({ live: 2, paused: false, schedule: null, nextRun: null }, now)).toBe('Only when you press Run now')
    expect(nextRunWords({ live: null, paused: false, schedule: daily, nextRun: null }, now)).toBe('After you publish')
    // Whoever is in that zone is not told its name.
    const far = new Intl.DateTimeFormat().resolvedOptions().timeZone === 'Asia/Tokyo' ? 'Seoul' : 'Tokyo'
    const there = { ...daily, timezone: `Asia/${far}` }
    expect(nextRunWords({ live: 2, paused: false, schedule: there, nextRun: '2026-11-22T21:00:00Z' }, now)).toBe(`23 Nov, 06:00 (${far})`)
    expect(nextRunWords({ live: 2, paused: true, schedule: daily, nextRun: '2026-11-22T06:00:00Z' }, now)).toBe('Paused')
  })
})

it('says each thing that became of a row before once, the newest first', () => {
  const same = { outcome: 'duplicate', message: 'Another row has the same key.' }
  const refused = { outcome: 'rejected', message: 'No value.' }
  const now = { outcome: 'rejected', message: 'No currency.' }
  expect(earlier([now, ...Array.from({ length: 29 }, () => ({ ...same })), refused], now)).toEqual([same, refused])
})

it('one row is told in French as one, and several as several', () =>
  inLanguage('fr', async () => {
    const { outcomeWords, rowOutcomeWords } = await import('./words.ts')
    expect(['invalid', 'filtered', 'not_read'].map(rowOutcomeWords)).toEqual(['Retenue', 'Écartée', 'Non lue'])
    expect(['invalid', 'filtered', 'not_read'].map(outcomeWords)).toEqual(['Retenues', 'Écartées', 'Non lues'])
    expect(rowOutcomeWords('field_left_out')).toBe(outcomeWords('field_left_out'))
  }))
