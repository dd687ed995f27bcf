/**
 * Every standard event in every other platform's spelling, and in the ways people write it: it leaves in the platform's own
 * spelling, or Map fields says which standard name was probably meant. It is never quietly a custom event.
 */
import { describe, expect, it } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { eventNames } from '../runtime/concepts.ts'
import { type Destination, Left } from '../runtime/contract.ts'
import { sealer } from '../runtime/seal.ts'

const platforms = [...kinds.values()].filter((k): k is Destination => k.role === 'destination' && !!k.dialect?.remark)
const NOW = Date.parse('2026-11-20T12:00:00Z')

const words = (name: string) =>
  name
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()
const spellings = (name: string): string[] => {
  const parts = words(name)
  const all = [name, name.toLowerCase(), name.toUpperCase(), parts, parts.toUpperCase()]
  all.push(parts.replaceAll(' ', '-'), parts.replaceAll(' ', '_'), parts.replaceAll(' ', ''), ` ${name} `, `${parts}s`, `${name}s`)
  all.push(
    parts.replace(/\b\w/g, letter => letter.toUpperCase()),
    parts.replaceAll(' ', ' - '),
  )
  // A letter too few, in the middle of what is long enough to be told from others.
  if (name.length > 6) all.push(name.slice(0, name.length >> 1) + name.slice((name.length >> 1) + 1))
  return [...new Set(all)]
}

describe.each(platforms.map(k => [k.id, k.dialect!] as const))('%s', (id, dialect) => {
  const named = (name: string) => {
    const written = sealer({ dialect, sealing: {}, timezone: undefined, now: NOW }).name({ event_name: name })
    return written instanceof Left ? written.code : written
  }
  const arrives = (name: string): string => {
    const meant = dialect.remark!(name, 'website')?.meant
    return named(meant ?? name)
  }
  const others = platforms.filter(k => k.id !== id)
  const cases = eventNames
    .filter(name => dialect.events[name])
    .flatMap(name =>
      [name, ...others.flatMap(k => k.dialect!.events[name] ?? [])].flatMap(said => spellings(said).map(as => [name, as] as const)),
    )

  it('is tried with many', () => expect(cases.length).toBeGreaterThan(250))
  it.each(cases)('%s as %j', (name, said) => expect(arrives(said)).toBe(dialect.events[name]))

  it.each(eventNames.filter(name => !dialect.events[name]))('has no %s, and takes it for no other event', name => {
    const ways = [name, ...others.flatMap(k => k.dialect!.events[name] ?? [])].flatMap(spellings)
    for (const way of ways) expect(Object.values(dialect.events), way).not.toContain(arrives(way))
  })
  it.each([
    ['begin_checkout', 'InitiateCheckout'],
    ['view_item', 'ViewContent'],
    ['generate_lead', 'Lead'],
    ['sign_up', 'CompleteRegistration'],
    ['page_view', 'PageView'],
    ['Order Completed', 'Purchase'],
    ['Product Added', 'AddToCart'],
    ['Checkout Started', 'InitiateCheckout'],
    ['CompletePayment', 'Purchase'],
    ['SubmitForm', 'Lead'],
    ['fb_mobile_purchase', 'Purchase'],
    ['fb_mobile_content_view', 'ViewContent'],
  ])('knows %s from elsewhere', (said, name) => {
    // What is a standard name here already stays what it is.
    if (!said.startsWith('fb_') || id !== 'meta') expect(arrives(said)).toBe(dialect.events[name])
  })
  it('counts it at each event, where names come from a column', () => {
    const lacks = (name: string) => dialect.lacks!({ values: {}, name: named(name), source: 'other', time: 0 })
    expect(lacks('Leads')).toEqual([expect.stringMatching(/\.near_name$/)])
    expect(dialect.reasons[lacks('Leads')[0]!]).toBeDefined()
    for (const name of [...eventNames, 'quiz_done']) expect(lacks(name)).toEqual([])
  })
  it.each([
    'Store card signed',
    'Großer Einkauf',
    'quiz_done',
    'VIP',
    'newsletter',
    'loyalty tier up',
    'refund',
    'checkout_abandoned',
    'lead scored',
  ])('guesses nothing for %s', name => expect(dialect.remark!(name, 'website')?.meant).toBeUndefined())
})
