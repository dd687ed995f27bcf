import type { Conditions, SegmentUse } from '../../runtime/conditions/tree.ts'
import type { Expression } from '../../runtime/expression.ts'
import type { Flow, FlowNode } from '../../runtime/flow.ts'
import type { Catalogue } from '../../server/api/catalogue.ts'
import { conditionWords, isConditions, matchWords, segmentName, valueWords } from '../inspector/conditions/words.ts'
import { expressionWords, fillingOf } from '../inspector/mapping/fields.ts'
import { propertiesOf, type Schema, titleFrom } from '../inspector/property.ts'
import { scheduleWords } from '../schedule/cron-form.ts'
import { say } from '../words/words.ts'

type Names = Pick<Catalogue, 'kinds' | 'concepts'>

/** How one document differs from another, as sentences a person can weigh; moved cards are one sentence at the end. */
export function changes(before: Flow | null, after: Flow, names: Names): string[] {
  if (!before) return [...ways(after, names).map(way => say('New: {way}', { way })), ...scheduleChange(null, after)]
  const old = new Map(before.nodes.map(node => [node.id, node]))
  const now = new Set(after.nodes.map(node => node.id))
  return [
    ...(before.name === after.name ? [] : [say('Flow name: {name} → {name2}', { name: before.name, name2: after.name })]),
    ...after.nodes.flatMap(node => stepChanges(old.get(node.id), node, names)),
    ...before.nodes.filter(node => !now.has(node.id)).map(node => say('{nameOf}: removed', { nameOf: nameOf(node, names) })),
    ...wiring(before, after, names),
    ...scheduleChange(before, after),
    ...layoutChanges(before, after),
  ]
}

const nameOf = (node: FlowNode, { kinds }: Names) => node.name ?? kinds.find(kind => kind.id === node.kind)?.title ?? node.id

/** All that is drawn, one way after the other: "Shop orders → Paid → Purchase fields → Meta". Two ways that share their beginning both tell it. */
function ways({ nodes, edges }: Flow, names: Names): string[] {
  const onward = new Set(edges.map(edge => edge.from))
  const byId = new Map(nodes.map(node => [node.id, node]))
  const back = new Map(edges.map(edge => [edge.to, edge.from]))
  return nodes
    .filter(node => !onward.has(node.id))
    .map(end => {
      const way: string[] = []
      const seen = new Set<string>()
      for (let at: FlowNode | undefined = end; at && !seen.has(at.id); at = byId.get(back.get(at.id) ?? '')) {
        seen.add(at.id)
        way.unshift(nameOf(at, names))
      }
      return way.join(' → ')
    })
}

function stepChanges(before: FlowNode | undefined, after: FlowNode, names: Names): string[] {
  const name = nameOf(after, names)
  if (!before) return [say('{name}: added', { name })]
  const kind = names.kinds.find(k => k.id === after.kind)
  if (before.kind !== after.kind) return [say('{name}: now {more}', { name, more: kind?.title ?? after.kind })]
  const titles = new Map(propertiesOf(kind?.config as Schema | undefined).map(p => [p.name, p.title]))
  const keys = [...new Set([...Object.keys(before.config), ...Object.keys(after.config)])]
  return [
    ...(nameOf(before, names) === name ? [] : [say('{nameOf}: renamed to {name}', { nameOf: nameOf(before, names), name })]),
    ...(Boolean(before.skip) === Boolean(after.skip) ? [] : [`${name}: ${after.skip ? say('skipped') : say('no longer skipped')}`]),
    ...keys.flatMap(key =>
      settingChanges(before.config[key], after.config[key], titles.get(key) ?? titleFrom(key), names).map(change => `${name}: ${change}`),
    ),
  ]
}

/** A setting that holds conditions or fields is compared part by part, everything else as a whole. */
function settingChanges(before: unknown, after: unknown, title: string, names: Names): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  if (isConditions(before) || isConditions(after)) return conditionChanges(before, after)
  if (isFields(before) || isFields(after)) return fieldChanges(box(before), box(after), names)
  if (after === undefined) return [say('{title} removed (was {valueWords})', { title, valueWords: valueWords(before) })]
  if (before === undefined) return [say('{title} set to {valueWords}', { title, valueWords: valueWords(after) })]
  return [`${title}: ${valueWords(before)} → ${valueWords(after)}`]
}

type Box = Record<string, unknown>
const isBox = (value: unknown): value is Box => typeof value === 'object' && value !== null && !Array.isArray(value)
const box = (value: unknown): Box => (isBox(value) ? value : {})
const isExpression = (value: unknown): value is Expression => isBox(value) && fillingOf(value as Expression) !== 'none'
const isFields = (value: unknown): value is Record<string, Expression> =>
  isBox(value) && Object.keys(value).length > 0 && Object.values(value).every(isExpression)

function fieldChanges(before: Box, after: Box, { concepts }: Names): string[] {
  const words = (value: unknown) => (isExpression(value) ? expressionWords(value) : valueWords(value))
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap(id => {
    const title = concepts.find(concept => concept.id === id)?.title ?? id
    if (JSON.stringify(before[id]) === JSON.stringify(after[id])) return []
    if (after[id] === undefined) return [say('{title} no longer mapped', { title })]
    return [
      before[id] === undefined
        ? say('{title} mapped to {words}', { title, words: words(after[id]) })
        : `${title}: ${words(before[id])} → ${words(after[id])}`,
    ]
  })
}

function conditionChanges(before: unknown, after: unknown): string[] {
  const old = isConditions(before) ? listed(before) : []
  const now = isConditions(after) ? listed(after) : []
  const match = (value: unknown) => (isConditions(value) ? value.match : 'all')
  return [
    ...now.filter(words => !old.includes(words)).map(words => say('condition “{words}” added', { words })),
    ...old.filter(words => !now.includes(words)).map(words => say('condition “{words}” removed', { words })),
    ...(match(before) === match(after)
      ? []
      : [say('keeps rows where {match} of the conditions are true', { match: matchWords(match(after)) })]),
  ]
}
function listed(tree: Conditions): string[] {
  return tree.conditions.map(part =>
    'match' in part
      ? say('{match} of ({join})', { match: matchWords(part.match), join: listed(part).join(', ') })
      : 'segment' in part
        ? segmentWords(part)
        : conditionWords(part),
  )
}
/** With its conditions, so that a change to them is a change that is seen. */
const segmentWords = (use: SegmentUse) =>
  `${segmentName(use)} (${use.where ? say('{match} of {join}', { match: matchWords(use.where.match), join: listed(use.where).join(', ') }) : '…'})`

function wiring(before: Flow, after: Flow, names: Names): string[] {
  const steps = new Map([...before.nodes, ...after.nodes].map(node => [node.id, nameOf(node, names)]))
  const both = new Set(before.nodes.filter(node => after.nodes.some(n => n.id === node.id)).map(node => node.id))
  const text = ({ from, to, port }: Flow['edges'][number]) => `${from}|${to}|${port ?? ''}`
  const had = new Set(before.edges.map(text))
  const has = new Set(after.edges.map(text))
  const kept = (edge: Flow['edges'][number]) => both.has(edge.from) && both.has(edge.to)
  return [
    ...after.edges
      .filter(edge => !had.has(text(edge)) && kept(edge))
      .map(edge => say('{get} now goes to {get2}', { get: steps.get(edge.from), get2: steps.get(edge.to) })),
    ...before.edges
      .filter(edge => !has.has(text(edge)) && kept(edge))
      .map(edge => say('{get} no longer goes to {get2}', { get: steps.get(edge.from), get2: steps.get(edge.to) })),
  ]
}

function scheduleChange(before: Flow | null, after: Flow): string[] {
  const was = scheduleWords(before?.schedule)
  const is = scheduleWords(after.schedule)
  return was === is ? [] : [say('Schedule: {was} → {is}', { was, is })]
}

function layoutChanges(before: Flow, after: Flow): string[] {
  const moved = after.nodes.filter(
    ({ id }) => before.layout?.[id] && JSON.stringify(before.layout[id]) !== JSON.stringify(after.layout?.[id]),
  ).length
  const marks = differing(before.notes, after.notes) + differing(before.frames, after.frames)
  const count = moved + marks
  return count === 0 ? [] : [say('{count} layout {count, plural, one {change} other {changes}}', { count })]
}

/** How many notes or frames are new, gone or changed. */
function differing(before: readonly { id: string }[] = [], after: readonly { id: string }[] = []): number {
  const [was, is] = [before, after].map(list => new Map(list.map(item => [item.id, JSON.stringify(item)])))
  return [...new Set([...was!.keys(), ...is!.keys()])].filter(id => was!.get(id) !== is!.get(id)).length
}

/** The name a version gets when nobody writes one: its first sentences. */
export function noteFrom(sentences: readonly string[]): string {
  const telling = sentences.filter(sentence => !/^\d+ layout/.test(sentence))
  const more = telling.length - 2
  return [
    ...telling.slice(0, 2),
    ...(more > 0 ? [say('and {more} more {more, plural, one {change} other {changes}}', { more })] : []),
  ].join('; ')
}
