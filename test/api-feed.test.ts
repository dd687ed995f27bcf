import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Doors, ended, openDoors } from './doors.ts'
import { notDue } from './stand-ins/not-due.ts'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors?.close())

const made = async (template: string): Promise<any> => {
  const { document } = (await doors.ask('POST', '/api/flows', { template })).json
  return (await doors.ask('POST', '/api/flows', { document: notDue(document) })).json
}

describe('the live feed', () => {
  it('tells of a run with ids, and goes on where a listener was', async () => {
    const { id } = await made('purchases-to-pinterest')
    const heard = await listen(`/api/stream?topics=flow:${id}`)
    await doors.ask('POST', `/api/flows/${id}/publish`, {})
    await ended(doors, (await doors.ask('POST', `/api/flows/${id}/runs`, {})).json.run)
    const events = await heard.until('run.finished')
    heard.close()
    expect(events.map(event => event.event)).toEqual(expect.arrayContaining(['ping', 'flow.published', 'run.started', 'run.finished']))
    expect(events.at(-1)!.data.paths[0].tally.delivered).toBeGreaterThan(0)

    const published = events.find(event => event.event === 'flow.published')!
    const later = await listen(`/api/stream?topics=flow:${id}`, { 'last-event-id': published.id })
    const missed = await later.until('run.finished')
    later.close()
    const told = (all: Heard[]) => all.filter(event => event.event !== 'ping').map(event => event.id)
    expect(told(missed)).toEqual(told(events).filter(id => id !== published.id))

    const stranger = await listen('/api/stream', { 'last-event-id': 'other-12' })
    expect((await stranger.until('reset')).at(-1)!.event).toBe('reset')
    stranger.close()
  })

  it('whoever reads first and listens later misses nothing in between: each answer says where it stood', async () => {
    const { id } = await made('purchases-to-pinterest')
    const read = (await fetch(`${doors.url}/api/flows/${id}`)).headers.get('last-event-id')
    await doors.ask('POST', `/api/flows/${id}/publish`, {})
    const later = await listen(`/api/stream?topics=flow:${id}&lastEventId=${read}`)
    expect((await later.until('flow.published')).map(event => event.event)).not.toContain('reset')
    later.close()
  })

  it('whoever has heard nothing yet can go on too: from when it began to listen', async () => {
    const { id } = await made('purchases-to-pinterest')
    const quiet = await listen(`/api/stream?topics=flow:${id}`)
    const [ping] = await quiet.until('ping')
    quiet.close()
    await doors.ask('POST', `/api/flows/${id}/publish`, {})
    const again = await listen(`/api/stream?topics=flow:${id}&lastEventId=${ping!.id}`)
    expect((await again.until('flow.published')).map(event => event.event)).not.toContain('reset')
    again.close()
  })
})

interface Heard {
  event: string
  id: string
  data: any
}
async function listen(path: string, headers: Record<string, string> = {}) {
  const cut = new AbortController()
  const answer = await fetch(doors.url + path, { headers, signal: cut.signal })
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  const heard: Heard[] = []
  let rest = ''
  return {
    async until(event: string): Promise<Heard[]> {
      while (!heard.some(item => item.event === event)) {
        const { value, done } = await reader.read()
        if (done) break
        const blocks = (rest + value).split('\n\n')
        rest = blocks.pop() ?? ''
        for (const block of blocks) {
          const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? ''
          heard.push({ event: field('event'), id: field('id'), data: JSON.parse(field('data') || 'null') })
        }
      }
      return heard
    },
    close: () => cut.abort(),
  }
}
