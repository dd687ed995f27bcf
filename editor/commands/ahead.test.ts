import { afterEach, expect, it } from 'vitest'
import { keepAhead, takeAhead } from './ahead.ts'
import { useStage } from './stage.ts'

/** Presses a key some ms after the first; whether the page lost it to the field that is to come. */
const press = (key: string, timeStamp: number): boolean => {
  let kept = false
  keepAhead({ key, timeStamp, preventDefault: () => (kept = true) } as unknown as KeyboardEvent)
  return kept
}
const typed = (): string => {
  let text = ''
  takeAhead({ setRangeText: (more: string) => (text += more) } as unknown as HTMLInputElement)
  return text
}
const write = (renaming: string | null) => useStage.setState({ renaming })
afterEach(() => write(null))

it('what is typed before the field is drawn stands in it, once', () => {
  write('note')
  expect([press('h', 10), press('i', 20), press('ArrowLeft', 30)]).toEqual([true, true, false])
  expect([typed(), typed()]).toEqual(['hi', ''])
})

it('what was typed for a field that never came is not of the next one', () => {
  write('note')
  press('h', 10)
  write(null)
  write('note')
  expect(typed()).toBe('')
})

it('a field that does not come gives the keys back', () => {
  write('note')
  expect([press('a', 1_000), press('b', 5_900), press('c', 6_001)]).toEqual([true, true, false])
  expect(useStage.getState().renaming).toBeNull()
})
