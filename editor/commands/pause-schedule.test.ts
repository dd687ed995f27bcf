import { expect, it } from 'vitest'
import type { PageActs, Situation } from './command.ts'
import { command } from './flow/pause-schedule.ts'

it.each([
  { live: false, paused: false, offered: false },
  { live: true, paused: false, offered: true },
  { live: true, paused: true, offered: true },
])('pausing is offered only where there is a schedule to pause: %j', ({ offered, ...page }) => {
  expect(command.whyNot?.({ page: page as PageActs } as Situation) === undefined).toBe(offered)
})
