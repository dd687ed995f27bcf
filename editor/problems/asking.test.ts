import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Asking } from './asking.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A server that answers after `takes` ms, and what was heard of it. */
function page(takes: number) {
  const asking = new Asking()
  const asked: string[] = []
  const heard: string[] = []
  const edit = (act: unknown, document: string) =>
    asking.edited(act, async stop => {
      asked.push(document)
      await new Promise(resolve => setTimeout(resolve, takes))
      if (!stop.aborted) heard.push(document)
    })
  return { asking, asked, heard, edit }
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

it('asks at once when a flow is opened, and after each act of its own', async () => {
  const { asked, heard, edit } = page(40)
  edit(undefined, 'opened')
  await pass(150)
  edit('delete', 'without a step')
  await pass(150)
  edit('undo', 'with it')
  expect(asked).toEqual(['opened', 'without a step', 'with it'])
  await pass(40)
  expect(heard).toEqual(asked)
})

it('asks twice for a word: after its first letter and after its last', async () => {
  const { asked, heard, edit } = page(40)
  for (const typed of ['p', 'pa', 'pai', 'paid']) {
    edit('typing', typed)
    await pass(160)
  }
  expect(asked).toEqual(['p'])
  await pass(139)
  expect(asked).toEqual(['p'])
  await pass(1)
  expect(asked).toEqual(['p', 'paid'])
  await pass(40)
  expect(heard).toEqual(['p', 'paid'])
})

it('asks twice for a key that is held down, though each repeat is an act of its own', async () => {
  const { asked, edit } = page(5)
  for (let i = 0; i < 30; i++) {
    edit(i, `undone ${i}`)
    await pass(33)
  }
  await pass(300)
  expect(asked).toEqual(['undone 0', 'undone 29'])
})

it('asks a slow server one question at a time, and hears no answer to an older draft', async () => {
  const { asked, heard, edit } = page(1_000)
  edit('delete', 'first')
  await pass(200)
  edit('connect', 'second')
  await pass(200)
  edit('skip', 'third')
  await pass(299)
  expect(asked).toEqual(['first'])
  await pass(1)
  expect(asked).toEqual(['first', 'third'])
  await pass(1_000)
  expect(heard).toEqual(['third'])
})

it('is ready for the next act after a question that failed', async () => {
  const asking = new Asking()
  const asked: number[] = []
  const edit = (act: number) =>
    asking.edited(act, async () => {
      asked.push(act)
      throw new Error('no answer')
    })
  const failures: unknown[] = []
  const hear = (failure: unknown) => failures.push(failure)
  process.on('unhandledRejection', hear)
  edit(1)
  await pass(200)
  edit(2)
  expect(asked).toEqual([1, 2])
  await pass(1)
  vi.useRealTimers()
  await new Promise(resolve => setTimeout(resolve, 10))
  process.off('unhandledRejection', hear)
  expect(failures).toEqual([])
})

it('asks no more and hears nothing once it is left', async () => {
  const { asking, asked, heard, edit } = page(40)
  edit('delete', 'first')
  await pass(20)
  edit('typing', 'second')
  asking.leave()
  await pass(1_000)
  expect(asked).toEqual(['first'])
  expect(heard).toEqual([])
})
