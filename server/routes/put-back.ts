/** After a database was put back: which streams are held, and what a person chooses for them. */
import { createRoute, z } from '@hono/zod-openapi'
import { ChooseRewound, Rewound } from '../api/decisions.ts'
import { actorOf } from '../guard.ts'
import { type App, body, json, problems } from '../openapi.ts'
import { Declined, notFound } from '../problems.ts'
import type { Services } from '../services.ts'
import { chooseRewound } from '../store/rewound.ts'
import { heldStreams } from '../upkeep/put-back.ts'

const tags = ['Decisions']
const list = createRoute({
  method: 'get',
  path: '/api/put-back',
  tags,
  summary: 'Streams that went back in time with the database: held, or chosen and not carried out yet.',
  responses: { 200: json(z.array(Rewound), 'Held ones first'), ...problems },
})
const choose = createRoute({
  method: 'post',
  path: '/api/put-back',
  tags,
  summary: 'Says what became of the events that the database has forgotten.',
  description: 'Without `confirm` nothing is changed, and the 409 says what would happen. The next run of each flow carries it out.',
  request: { body: body(ChooseRewound) },
  responses: { 200: json(z.array(Rewound), 'What waits now'), ...problems },
})

export function putBackRoutes(app: App, { store, feed }: Services): void {
  const shown = () => heldStreams(store).map(shownOf)
  app.openapi(list, c => c.json(shown(), 200))
  app.openapi(choose, c => {
    const { streams, action, until, confirm } = c.req.valid('json')
    const held = new Map(heldStreams(store).map(row => [row.id, row]))
    const strange = streams.filter(id => !held.has(id))
    if (strange.length) throw notFound('Not all of these are held', `Nothing was changed. Not held: ${strange.join(', ')}.`)
    const events = streams.reduce((sum, id) => sum + (held.get(id)?.events ?? 0), 0)
    if (!confirm) throw unconfirmed(action, events, streams.length)
    chooseRewound(store, { ids: streams, choice: action, upTo: until === undefined ? undefined : Date.parse(until), actor: actorOf(c) })
    feed.publish('put_back.chosen', [], { streams: streams.length })
    return c.json(shown(), 200)
  })
}

type Held = ReturnType<typeof heldStreams>[number]
const time = (at: number | null) => (at === null ? null : new Date(at).toISOString())
const shownOf = (row: Held): z.infer<typeof Rewound> => ({
  id: row.id,
  flow: row.flow,
  flowName: row.flowName,
  destination: row.destination,
  account: row.account,
  why: row.why as z.infer<typeof Rewound>['why'],
  noticed: time(row.noticed)!,
  since: time(row.since),
  until: time(row.until),
  events: row.events,
  choice: row.choice,
  upTo: time(row.upTo),
})

function unconfirmed(action: 'treat_as_sent' | 'send_again', events: number, streams: number): Declined {
  const many = `${events.toLocaleString('en')} forgotten events or more, in ${streams} ${streams === 1 ? 'stream' : 'streams'}`
  const why =
    action === 'treat_as_sent'
      ? `${many}, would count as sent and never be sent again.`
      : `${many}, would be sent again and may arrive twice.`
  return new Declined(409, 'confirm.needed', 'This needs a confirmation', `${why} Send "confirm": true to do it.`, {
    raw: { events, streams },
  })
}
