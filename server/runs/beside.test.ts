import { describe, expect, it } from 'vitest'
import type { Sent } from '../../runtime/world.ts'
import { serverBounds } from '../bounds.ts'
import { besideWaiting, type Pace } from './beside.ts'

interface Path {
  name: string
  account: string
}
const settled = () => new Promise(resolve => setImmediate(resolve))

const atOnce = Promise.resolve()
/** Paths by name and account, their ways to wait and to send, and what became of them. */
function walk(paths: readonly Path[], free = atOnce) {
  const began: string[] = []
  const paces = new Map<string, Pace>()
  const ends = new Map<string, () => void>()
  const overs: (() => void)[] = []
  const place: string[] = []
  const stop = new AbortController()
  const wait = () => new Promise<void>(resolve => overs.push(resolve))
  const send = () => new Promise<Sent>(resolve => overs.push(() => resolve({ unanswered: { taken: 'no', code: 'x', message: '' } })))
  const done = besideWaiting(paths, {
    most: serverBounds.openPaths.most,
    may: ({ account }, open) => open.every(other => other.account !== account),
    begin(path, paced) {
      began.push(path.name)
      paces.set(path.name, paced({ wait, send }))
      return new Promise(resolve => ends.set(path.name, resolve))
    },
    stop: stop.signal,
    turn: ({ name }, waits) => void place.push(`${name} ${waits ? 'stands in line' : 'is on'}`),
    place: {
      give: () => void place.push('given'),
      take: async (_, __, behind) => {
        if (free !== atOnce) behind?.()
        await free
        place.push('taken')
      },
      crowded: () => false,
      makeWay: stop.signal,
    },
  })
  return {
    began,
    place,
    done,
    wait: (name: string) => paces.get(name)!.wait(1),
    send: (name: string) => paces.get(name)!.send({} as never),
    over: (nth: number) => overs[nth]!(),
    async end(name: string) {
      ends.get(name)!()
      await settled()
    },
  }
}
const on = (...accounts: string[]): Path[] => accounts.map((account, i) => ({ name: 'abcdefgh'[i]!, account }))

describe('the paths of a run', () => {
  it('go one after the other while none waits', async () => {
    const paths = walk(on('1', '2'))
    expect(paths.began).toEqual(['a'])
    await paths.end('a')
    expect(paths.began).toEqual(['a', 'b'])
    await paths.end('b')
    await paths.done
    expect(paths.place).toEqual([])
  })

  it('pass one that waits, which goes on beside them when its wait is over', async () => {
    const paths = walk(on('1', '2', '3'))
    const waited = paths.wait('a')
    expect([paths.began, paths.place]).toEqual([['a', 'b'], []])
    paths.over(0)
    await waited
    // Both go on: the third waits for either to end or to wait.
    await paths.end('b')
    expect(paths.began).toEqual(['a', 'b'])
    await paths.end('a')
    expect(paths.began).toEqual(['a', 'b', 'c'])
  })

  it('never send to one account at a time', async () => {
    const paths = walk(on('1', '1', '2'))
    void paths.wait('a')
    expect(paths.began).toEqual(['a', 'c'])
    void paths.wait('c')
    await settled()
    expect([paths.began, paths.place]).toEqual([['a', 'c'], ['given']])
    await paths.end('a')
    expect(paths.began).toEqual(['a', 'c', 'b'])
  })

  it('hold few sources open', () => {
    const paths = walk(on('1', '2', '3', '4', '5'))
    for (const name of 'abc') void paths.wait(name)
    expect(paths.began).toHaveLength(serverBounds.openPaths.most)
    expect(paths.place).toEqual(['given'])
  })

  it('keep the place of the run while a request of it is under way', async () => {
    const paths = walk(on('1'))
    const sent = paths.send('a')
    void paths.wait('a')
    expect(paths.place).toEqual([])
    paths.over(0)
    await sent
    expect(paths.place).toEqual(['given'])
    paths.over(1)
    await settled()
    expect(paths.place).toEqual(['given', 'taken'])
  })

  it('say that they stand in line for the place of the run, and that they are on', async () => {
    let free = () => {}
    const paths = walk(on('1'), new Promise<void>(resolve => (free = resolve)))
    const waited = paths.wait('a')
    paths.over(0)
    await settled()
    expect(paths.place).toEqual(['given', 'a stands in line'])
    free()
    await waited
    expect(paths.place).toEqual(['given', 'a stands in line', 'taken', 'a is on'])
  })
})
