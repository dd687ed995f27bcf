import { expect, test } from 'vitest'
import { beforeAndAfter } from './identity.ts'

const personal = [
  { id: 'email', title: 'Email' },
  { id: 'phone', title: 'Phone' },
]

test('shows the event that says most about the person', () => {
  const before = [{ email: 'a•••' }, { email: 'b•••', phone: '+4•••' }]
  const after = [{ email: 'h1' }, { email: 'h2', phone: 'h3' }]
  expect(beforeAndAfter(personal, before, after)).toEqual([
    { title: 'Email', before: 'b•••', after: 'h2' },
    { title: 'Phone', before: '+4•••', after: 'h3' },
  ])
})

test('when events fell away, the rest is matched by its id', () => {
  const before = [
    { order_id: '1', email: 'a•••' },
    { order_id: '2', email: 'b•••' },
  ]
  expect(beforeAndAfter(personal, before, [{ order_id: '2', email: 'h2' }])).toEqual([{ title: 'Email', before: 'b•••', after: 'h2' }])
})

test('without an id, the moment and the amount tell events apart, however they are spelt', () => {
  const at = (seconds: number, email: string) => ({ event_time: new Date(seconds * 1000).toISOString(), value: '12.50', email })
  const after = [{ event_time: 1_795_000_002, value: 12.5, email: 'h2' }]
  expect(beforeAndAfter(personal, [at(1_795_000_001, 'a•••'), at(1_795_000_002, 'b•••')], after)).toEqual([
    { title: 'Email', before: 'b•••', after: 'h2' },
  ])
  expect(beforeAndAfter(personal, [at(1_795_000_002, 'a•••'), at(1_795_000_002, 'b•••')], after)).toEqual([])
})

test('an id is enough where times and amounts were spelt anew', () => {
  const row = (order_id: string, email: string) => ({ order_id, event_time: '26/11/2026 15:06', value: '1 200,9', email })
  const after = [{ order_id: 'B', event_time: 1_795_701_960, value: 1200.9, email: 'h2' }]
  expect(beforeAndAfter(personal, [row('A', 'a•••'), row('B', 'b•••')], after)).toEqual([{ title: 'Email', before: 'b•••', after: 'h2' }])
  expect(beforeAndAfter(personal, [row('B', 'a•••'), row('B', 'b•••')], after)).toEqual([])
})

test('shows nothing rather than another person’s hash', () => {
  expect(beforeAndAfter(personal, [{ email: 'a•••' }, { email: 'b•••' }], [{ email: 'h2' }])).toEqual([])
})
