/** Leads as a CRM would list them, made up like the orders: ten a day, the same ones every time. */
import type { Row, Shape } from '../../../runtime/contract.ts'
import { DAY_MS, dice, timeOf } from './orders.ts'
import { people } from './people.ts'

const DAYS = 6
const A_DAY = 10
const stages = ['new', 'contacted', 'qualified', 'qualified', 'won', 'lost']

export const leadShape: Shape = [
  { key: 'crm_id', type: 'text' },
  { key: 'created_at', type: 'time', zoned: true },
  { key: 'email', type: 'text' },
  { key: 'phone', type: 'text' },
  { key: 'first_name', type: 'text' },
  { key: 'last_name', type: 'text' },
  { key: 'country', type: 'text' },
  { key: 'stage', type: 'text' },
  { key: 'consent', type: 'boolean' },
]

/** 60 leads of the six days before today, oldest first. */
export function leads(now: number): Row[] {
  const today = Math.floor(now / DAY_MS)
  return Array.from({ length: DAYS * A_DAY }, (_, i) => lead(today - DAYS + Math.floor(i / A_DAY), i % A_DAY))
}

function lead(day: number, index: number): Row {
  const roll = dice(day * 100 + 50 + index)
  const who = people[roll(people.length)]!
  return {
    crm_id: `CRM-${day * A_DAY + index}`,
    created_at: timeOf(day, index * 3, roll(60)),
    email: `${who.first}.${who.last}@example.${who.domain}`.toLowerCase(),
    phone: roll(4) === 0 ? null : who.phones[roll(who.phones.length)]!.replace('##', String(roll(90) + 10)),
    first_name: who.first,
    last_name: who.last,
    country: who.country,
    stage: stages[roll(stages.length)]!,
    consent: roll(8) !== 0,
  }
}
