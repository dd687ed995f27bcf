/** Why a destination rests, in sentences: what happened, what waits, and what it takes to go on. Pure. */
import type { Hold } from '../../server/api/payloads.ts'
import { ago, nearDay } from './time.ts'
import { plural } from './words.ts'

export interface HoldWords {
  /** "Meta purchases is paused since 2 hours ago: the access token is not valid." */
  what: string
  /** "1,240 events wait, nothing is lost. 12 of them become too old within 6 hours, the first today 14:05." */
  waits: string
  /** What it takes to go on. */
  way: string
}

/** `step`: what the destination is called on the canvas. */
export function holdWords(hold: Hold, step: string, now: number): HoldWords {
  const rests = hold.resumesAt === null ? 'is paused' : 'is waiting'
  return {
    what: `${step} ${rests}, since ${ago(hold.since, now)}. ${sentence(hold.message)}`,
    waits: waits(hold, now),
    way: hold.resumesAt === null ? personWay(hold) : `It goes on by itself ${nearDay(hold.resumesAt, now)}, or at once when you resume it.`,
  }
}

function waits({ waiting, expiring, firstExpiry }: Hold, now: number): string {
  if (waiting === 0) return 'Nothing is lost: what is new is sent when it goes on.'
  const all = `${plural(waiting, 'event waits', 'events wait')}, nothing is lost.`
  const first = firstExpiry && Date.parse(firstExpiry) > now ? ` The first becomes too old ${nearDay(firstExpiry, now)}.` : ''
  return expiring > 0 ? `${all} ${plural(expiring, 'of them becomes', 'of them become')} too old within 6 hours.${first}` : `${all}${first}`
}

const personWay = ({ why }: Hold) => `${why ? `${sentence(why)} ` : ''}Repair it, then resume.`
const sentence = (text: string) => (/[.!?]”?$/.test(text) ? text : `${text}.`)
