import { expect, test } from 'vitest'
import { eventOptions } from './event-options.ts'

test('an event is known by the key of its row and told from others by plain facts, never by a hash or a masked value', () => {
  const [first, second] = eventOptions(
    [
      {
        event_name: 'Purchase',
        event_time: 1795726440,
        event_id: '17dcf1703dfea2cce8f4afff2e40d83b',
        'user_data.em': 'a'.repeat(64),
        'user_data.client_ip_address': '1•••',
        'custom_data.value': 12.5,
      },
      { event_name: 'Purchase' },
    ],
    ['10482'],
  )
  expect(first).toEqual({
    id: '0',
    text: 'Event 1: 10482',
    help: expect.stringMatching(/^Purchase · 2[67] Nov 2026, \d\d:\d\d · 12\.5$/),
  })
  expect(second).toEqual({ id: '1', text: 'Event 2', help: 'Purchase' })
})
