import { expect, it } from 'vitest'
import { gate } from './gate.ts'
import { Declined } from './problems.ts'

it('works on a few, lets some wait, turns the rest away, and never works on more', async () => {
  const { pass } = gate(2, 3)
  const release: (() => void)[] = []
  let busy = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++busy)
    await new Promise<void>(resolve => release.push(resolve))
    busy--
  }
  const asked = Array.from({ length: 8 }, () =>
    pass(work).then(
      () => 'done',
      cause => (cause instanceof Declined ? cause.status : 'broken'),
    ),
  )
  const late: Promise<unknown>[] = []
  for (let done = 0; done < 6; done++) {
    await new Promise(resolve => setImmediate(resolve))
    release.shift()!()
    await new Promise(resolve => setImmediate(resolve))
    if (done === 0) late.push(pass(work))
  }
  expect(await Promise.all(asked)).toEqual(['done', 'done', 'done', 'done', 'done', 429, 429, 429])
  await Promise.all(late)
  expect(most).toBe(2)
})

it('frees the place when the work fails', async () => {
  const { pass } = gate(1, 0)
  await expect(pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await pass(async () => 'yes')).toBe('yes')
})
