/** Conditions about times over texts that hold none as conditions read them: such rows never meet them, and nobody would know why. */
import type { Complaint, Fix, Row, Shape } from '../contract.ts'
import { type DateOrder, dateOrders, inOrder, orderTitles } from '../normalise/date-order.ts'
import { moment } from './moment.ts'
import { leftOut } from './problems.ts'
import { type Condition, type Conditions, isGroup, isSegment } from './tree.ts'

const ABOUT_TIME = /^(?:not_)?in_(?:last|next)$|^(?:before|after|on|this)$/

/** The conditions of a tree, segments aside, that compare the text of a column with times. */
export const timesOfTexts = (tree: Conditions, shape: Shape): Condition[] =>
  tree.conditions.flatMap(part => {
    if (isSegment(part)) return []
    return isGroup(part) ? timesOfTexts(part, shape) : isTimeOfText(part, shape) ? [part] : []
  })
const isTimeOfText = ({ op, column }: Condition, shape: Shape) =>
  ABOUT_TIME.test(op) && shape.find(({ key }) => key === column)?.type === 'text'

/** Said where most of the filled cells of these rows cannot be read. No value is shown: it may be somebody's day of birth. */
export function unreadTimes(tree: Conditions, shape: Shape, rows: readonly Row[], at: readonly string[] = ['where']): Complaint[] {
  return tree.conditions.flatMap((part, i): Complaint[] => {
    const here = [...at, 'conditions', String(i)]
    if (isSegment(part)) return []
    if (isGroup(part)) return unreadTimes(part, shape, rows, here)
    if (!isTimeOfText(part, shape)) return []
    const filled = rows.map(row => row[part.column] ?? null).filter(cell => typeof cell === 'string' && cell.trim() !== '')
    const unreadBy = (order: DateOrder | undefined) => filled.filter(cell => moment(order ? inOrder(cell, order) : cell) === undefined)
    const unread = unreadBy(part.order)
    if (unread.length * 2 <= filled.length) return []
    const orders = dateOrders.filter(order => order !== part.order && unreadBy(order).length * 2 <= filled.length)
    const fixes: Fix[] = orders.map(order => ({ label: orderTitles[order], set: { path: [...here, 'order'], value: order } }))
    if (tree.match === 'all') fixes.push(...leftOut(tree, i, at))
    return [
      {
        code: 'condition.unread_time',
        level: 'worth_a_look',
        field: here.join('.'),
        message: [
          `"${part.column}" is text, and ${unread.length} of the first ${filled.length} filled cells hold no time as conditions read it, like 2026-11-21T18:04. Such rows never meet this condition.`,
          ...(orders.length > 0 ? ['Say which number is the day, and they are read.'] : []),
        ].join(' '),
        ...(fixes.length > 0 && { fixes }),
      },
    ]
  })
}
