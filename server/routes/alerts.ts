/** What is amiss, and where people hear of it. */
import { createRoute, z } from '@hono/zod-openapi'
import { flawOf, placeOfChannel, tellChannel } from '../alerts/channel.ts'
import { Alerts, Channel, ChannelTest, type Incident, SaveChannel } from '../api/alerts.ts'
import { gate } from '../gate.ts'
import { actorOf } from '../guard.ts'
import { type App, body, json, problems } from '../openapi.ts'
import { Declined, notFound } from '../problems.ts'
import type { Services } from '../services.ts'
import { recorded } from '../store/audit.ts'
import { deleteChannel, listChannels, type StoredChannel, saveChannel } from '../store/channels.ts'
import { forgetAlerts, lastFailure, openIncidents, pastIncidents } from '../store/incidents.ts'
import type { Store } from '../store/open.ts'

const tags = ['Alerts']
const ChannelId = z.object({ id: z.string().regex(/^[a-z0-9-]{1,64}$/, 'Small letters, digits and dashes') })
const list = createRoute({
  method: 'get',
  path: '/api/alerts',
  tags,
  summary: 'What is amiss now and was lately, and the channels that are told.',
  responses: { 200: json(Alerts, 'Alerts'), ...problems },
})
const save = createRoute({
  method: 'put',
  path: '/api/alerts/channels/{id}',
  tags,
  summary: 'Adds or changes a channel.',
  description:
    'A webhook is posted JSON that Slack shows, with fields for everybody else. Only the public internet is reached, and what TRIBUTARY_EGRESS_ALLOW lists.',
  request: { params: ChannelId, body: body(SaveChannel) },
  responses: { 200: json(Channel, 'The channel'), ...problems },
})
const remove = createRoute({
  method: 'delete',
  path: '/api/alerts/channels/{id}',
  tags,
  summary: 'Removes a channel; it hears nothing more.',
  request: { params: ChannelId },
  responses: { 204: { description: 'Removed' }, ...problems },
})
const test = createRoute({
  method: 'post',
  path: '/api/alerts/channels/{id}/test',
  tags,
  summary: 'Sends a test to a channel.',
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: { 200: json(ChannelTest, 'Whether it was taken'), ...problems },
})

export function alertRoutes(app: App, { store, alerts, place, env, now, feed }: Services): void {
  const trying = gate(2, 8)
  app.openapi(list, c =>
    c.json(
      {
        open: openIncidents(store).map(shownIncident),
        past: pastIncidents(store).map(shownIncident),
        channels: alerts.channels().map(channel => shownChannel(store, channel)),
      },
      200,
    ),
  )
  app.openapi(save, c => {
    const { id } = c.req.valid('param')
    const { kind, name, settings } = c.req.valid('json')
    const before = listChannels(store).find(channel => channel.id === id)
    const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined && value !== '')) as Record<
      string,
      string
    >
    const whole = { ...(before?.kind === kind && before.settings), ...given }
    const flaw = flawOf(kind, whole)
    if (flaw) throw new Declined(400, 'alert.bad_channel', 'This channel cannot be reached like that', flaw)
    const channel = { id, kind, name, settings: whole }
    recorded(store, { what: 'channel_saved', subject: name, actor: actorOf(c) }, () => saveChannel(store, channel))
    feed.publish('alerts.changed', [], {})
    return c.json(shownChannel(store, channel), 200)
  })
  app.openapi(remove, c => {
    const { id } = c.req.valid('param')
    const name = listChannels(store).find(channel => channel.id === id)?.name ?? id
    recorded(store, { what: 'channel_deleted', subject: name, actor: actorOf(c) }, () => {
      if (!deleteChannel(store, id)) throw notFound('There is no such channel')
      forgetAlerts(store, id)
    })
    feed.publish('alerts.changed', [], {})
    return c.body(null, 204)
  })
  app.openapi(test, async c => {
    const { id } = c.req.valid('param')
    const channel = alerts.channels().find(known => known.id === id)
    if (!channel) throw notFound('There is no such channel')
    const incident = {
      id: 0,
      scope: 'server',
      code: 'test',
      title: 'Alerts of this Tributary arrive here',
      why: 'Somebody pressed "Send a test".',
      flow: null,
      opened: now(),
      closed: null,
    }
    const untold = await trying.pass(() =>
      tellChannel(
        channel,
        { event: 'test', incident, ...(env.publicUrl && { link: env.publicUrl }) },
        { send: place.send, allowed: env.egressAllow },
      ),
    )
    return c.json({ ok: untold === undefined, message: untold?.why ?? 'The test was taken.' }, 200)
  })
}

type Stored = ReturnType<typeof openIncidents>[number]
const shownIncident = ({ id, scope, code, title, why, flow, opened, closed }: Stored): z.infer<typeof Incident> => ({
  id,
  scope,
  code,
  title,
  why,
  flow,
  opened: new Date(opened).toISOString(),
  closed: closed === null ? null : new Date(closed).toISOString(),
})
const shownChannel = (store: Store, channel: StoredChannel): z.infer<typeof Channel> => ({
  id: channel.id,
  kind: channel.kind,
  name: channel.name,
  place: placeOfChannel(channel),
  fixed: channel.id.startsWith('env:'),
  failed: lastFailure(store, channel.id) ?? null,
})
