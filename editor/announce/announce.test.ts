import { beforeEach, expect, it } from 'vitest'
import { announce, useAnnouncement } from './announce.ts'

const said = () => useAnnouncement.getState().said.map(({ text }) => text)

// Other tests of this process have said something, too.
beforeEach(() => useAnnouncement.setState({ said: [], count: 0 }))

it('two sentences in one breath are both said, the same one twice too, and the oldest are let go', () => {
  announce('Run started.')
  announce('Run finished.')
  announce('Run finished.')
  expect(said()).toEqual(['Run started.', 'Run finished.', 'Run finished.'])
  expect(new Set(useAnnouncement.getState().said.map(({ count }) => count)).size).toBe(3)
  for (let i = 0; i < 10; i++) announce(`${i}`)
  expect(said()).toEqual(['4', '5', '6', '7', '8', '9'])
})
