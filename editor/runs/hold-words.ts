/** Why a destination rests, in sentences: what happened, what waits, and what it takes to go on. Pure. */

import type { Hold } from '../../server/api/payloads.ts'
import { say } from '../words/words.ts'
import { ago, nearDay } from './time.ts'

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
  const rests = hold.resumesAt === null ? say('is paused') : say('is waiting')
  return {
    what: say('{step} {rests}, since {ago}. {sentence}', { step, rests, ago: ago(hold.since, now), sentence: sentence(hold.message) }),
    waits: waits(hold, now),
    way:
      hold.resumesAt === null
        ? personWay(hold)
        : say('It goes on by itself {nearDay}, or at once when you resume it.', { nearDay: nearDay(hold.resumesAt, now) }),
  }
}

function waits({ waiting, expiring, firstExpiry }: Hold, now: number): string {
  if (waiting === 0) return say('Nothing is lost: what is new is sent when it goes on.')
  const all = say('{waiting, plural, one {# event waits} other {# events wait}}, nothing is lost.', { waiting })
  const first =
    firstExpiry && Date.parse(firstExpiry) > now ? say(' The first becomes too old {nearDay}.', { nearDay: nearDay(firstExpiry, now) }) : ''
  return expiring > 0
    ? say('{all} {expiring, plural, one {# of them becomes} other {# of them become}} too old within 6 hours.{first}', {
        all,
        expiring,
        first,
      })
    : `${all}${first}`
}

const personWay = ({ why }: Hold) => say('{more}Repair it, then resume.', { more: why ? `${sentence(why)} ` : '' })
const sentence = (text: string) => (/[.!?]”?$/.test(text) ? text : `${text}.`)
