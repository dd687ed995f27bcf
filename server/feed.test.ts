import { expect, it } from 'vitest'
import { serverBounds } from './bounds.ts'
import { type FeedItem, openFeed } from './feed.ts'

const heardBy = (feed: ReturnType<typeof openFeed>, topics: string[], lastId?: string) => {
  const heard: FeedItem[] = []
  const quiet = feed.listen(topics, lastId, item => heard.push(item))
  return { heard, quiet, events: () => heard.map(item => item.event) }
}

it('tells each listener what it asked for, and everybody what has no topic', () => {
  const feed = openFeed()
  const one = heardBy(feed, ['flow:1'])
  const all = heardBy(feed, [])
  feed.publish('a', ['flow:1', 'run:9'], {})
  feed.publish('b', ['flow:2'], {})
  feed.publish('c', [], {})
  expect(one.events()).toEqual(['a', 'c'])
  expect(all.events()).toEqual(['a', 'b', 'c'])
  one.quiet()
  feed.publish('d', ['flow:1'], {})
  expect(one.events()).toEqual(['a', 'c'])
  expect(feed.listeners()).toBe(1)
})

it('goes on after any item of the last thousand, without a gap and without a double', () => {
  const feed = openFeed()
  const first = heardBy(feed, [])
  for (let i = 0; i < 1500; i++) feed.publish(String(i), [], {})
  const from = (index: number) => heardBy(feed, [], first.heard[index]!.id).events()
  expect(from(1499)).toEqual([])
  expect(from(1000)).toEqual(Array.from({ length: 499 }, (_, i) => String(1001 + i)))
  expect(from(499)).toHaveLength(serverBounds.feedItems.most)
  expect(from(498)).toEqual(['reset'])
})

it.each(['', 'x', 'other-3', '-5', 'NaN-NaN'])('starts anew for an id it never gave: %j', id => {
  const feed = openFeed()
  feed.publish('a', [], {})
  expect(heardBy(feed, [], id).events()).toEqual(['reset'])
})

it('forgets what is older than ten minutes', () => {
  let now = 0
  const feed = openFeed(() => now)
  const first = heardBy(feed, [])
  feed.publish('a', [], {})
  feed.publish('b', [], {})
  now = 11 * 60_000
  feed.publish('c', [], {})
  expect(heardBy(feed, [], first.heard[0]!.id).events()).toEqual(['reset'])
  expect(heardBy(feed, [], first.heard[1]!.id).events()).toEqual(['c'])
})

it('of every flow is heard by who asks for flows, but not how far a run has got', () => {
  const feed = openFeed()
  const heard: string[] = []
  feed.listen(['flows'], undefined, item => void heard.push(item.event))
  feed.publish('flow.saved', ['flow:61'], {})
  feed.publish('run.started', ['flow:61', 'run:9'], {})
  feed.publish('run.progress', ['flow:61', 'run:9'], {})
  feed.publish('inbox.received', ['inbox'], {})
  feed.publish('run.finished', ['flow:61', 'run:9'], {})
  expect(heard).toEqual(['flow.saved', 'run.started', 'run.finished'])
})
