/**
 * Two editors of one flow against the real server: 500 random acts each, a tenth of all answers lost, crashes in between.
 * What a browser would do is done here with the editor's own parts: its store, its saver, its journal.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bringBack, keepSaved, type Saver, type Shelf } from '../editor/document/autosave.ts'
import type { Edit } from '../editor/document/edit.ts'
import { addSteps, connect, moveSteps, removeSteps } from '../editor/document/edits.ts'
import { type Kinds, kindsOf, markIds } from '../editor/document/graph.ts'
import { journalIn } from '../editor/document/journal.ts'
import { refusal } from '../editor/document/legal.ts'
import { addFrame, addNote, writeNote } from '../editor/document/marks.ts'
import { placesOf } from '../editor/document/places.ts'
import { setConfig } from '../editor/document/settings.ts'
import { type DocumentStore, openDocument } from '../editor/document/store.ts'
import type { Flow } from '../runtime/flow.ts'
import type { Catalogue } from '../server/api/catalogue.ts'
import type { FlowDetail } from '../server/api/payloads.ts'
import { type Served, serve } from './stand-ins/tributary.ts'

const ACTS = 500
const LOST = 0.1

let served: Served
let kinds: Kinds
beforeAll(async () => {
  served = await serve()
  kinds = kindsOf(((await (await fetch(`${served.url}/api/catalogue`)).json()) as Catalogue).kinds)
})
afterAll(async () => {
  markIds('')
  await served?.stop()
})

const asked = async <T>(path: string, method = 'GET', body?: unknown, revision?: number): Promise<{ status: number; answer: T }> => {
  const headers = { 'content-type': 'application/json', 'x-tributary': '1', ...(revision !== undefined && { 'if-match': `"${revision}"` }) }
  const response = await fetch(served.url + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
  return { status: response.status, answer: (await response.json()) as T }
}
const read = async (id: string): Promise<FlowDetail> => (await asked<FlowDetail>(`/api/flows/${id}`)).answer

/** Numbers from a seed, the same each time. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

/** One browser tab: opens, edits, saves over a bad line, crashes and is opened again. */
class Tab {
  store!: DocumentStore
  saver!: Saver
  /** Last words of this tab about what only it touches. */
  readonly said = new Map<string, unknown>()
  readonly name: string
  readonly flow: string
  readonly drawer: Storage
  readonly chance: () => number
  #life = { line: true }
  #opened = 0
  constructor(name: string, flow: string, drawer: Storage, chance: () => number) {
    this.name = name
    this.flow = flow
    this.drawer = drawer
    this.chance = chance
  }
  async open(): Promise<void> {
    const life = { line: true }
    this.#life = life
    const lossy: Shelf = {
      put: async (id, revision, document) => {
        const gone = () => {
          if (!life.line) throw new Error('the tab is gone')
        }
        gone()
        if (this.chance() < LOST / 2) throw new Error('never arrived')
        const { status, answer } = await asked<{ revision: number; savedAt: string }>(`/api/flows/${id}`, 'PUT', { document }, revision)
        gone()
        if (this.chance() < LOST) throw new Error('answer lost')
        if (status === 409) return 'clash'
        if (status !== 200) throw new Error(`refused: ${JSON.stringify(answer)}`)
        return answer
      },
      get: async id => read(id),
    }
    const mine = async (clashes: readonly { path: string }[]) => new Map(clashes.map(c => [c.path, 'mine' as const]))
    // Whoever is killed writes no more.
    const drawer = new Proxy(this.drawer, {
      get: (box, key) => {
        if (key === 'length') return box.length
        return life.line ? Reflect.get(box, key) : () => null
      },
    })
    const journal = journalIn(drawer, `${this.name}${this.#opened++}`)
    this.store = openDocument({ ...(await read(this.flow)), id: this.flow })
    this.saver = keepSaved(this.store, lossy, mine, journal)
    await bringBack(this.store, journal, mine)
  }
  /** The process is killed: whatever it was doing, it does no more. */
  async crash(): Promise<void> {
    this.#life.line = false
    this.saver.close()
    await this.open()
  }
  async settle(): Promise<void> {
    while (!(await this.saver.flush()));
  }
  dispatch(edit: Edit): void {
    this.store.getState().dispatch(edit)
  }
  act(i: number): void {
    markIds(this.name)
    const { flow } = this.store.getState()
    const pick = <T>(list: readonly T[]): T => list[Math.floor(this.chance() * list.length)]!
    const node = pick(flow.nodes)
    const what = Math.floor(this.chance() * 8)
    const say = (where: string, value: unknown) => this.said.set(where, value)
    if (what <= 1) {
      const key = `${this.name}${Math.floor(this.chance() * 6)}`
      this.dispatch(setConfig('shared', [key], i, `change ${key}`))
      say(`shared.${key}`, i)
    } else if (what === 2) {
      this.dispatch(setConfig('shared', ['both'], `${this.name}${i}`, 'change both'))
    } else if (what === 3) {
      // At most a few hundred in all: each carries the tab's name.
      const name = `${this.name} ${i}`
      this.dispatch(addSteps(flow, kinds, [{ kind: kinds.get('filter')!, name }], { at: { x: i, y: i } }))
      say(`step ${name}`, true)
    } else if (what === 4) {
      const own = flow.nodes.filter(n => n.name?.startsWith(`${this.name} `))
      const gone = own.length > 20 ? pick(own) : undefined
      if (!gone) return
      this.dispatch(removeSteps(flow, kinds, [gone.id], false))
      say(`step ${gone.name}`, false)
    } else if (what === 5) this.dispatch(moveSteps(flow, kinds, [node.id], { x: 20, y: 0 }))
    else if (what === 6) {
      const to = pick(flow.nodes)
      if (!refusal(flow, kinds, node.id, to.id))
        this.dispatch(connect(flow, kinds, node.id, kinds.get(node.kind)?.ports[0]?.id ?? '', to.id))
    } else {
      const note = flow.notes?.find(n => n.text.startsWith(this.name))
      this.dispatch(note ? writeNote(note.id, `${this.name} ${i}`) : addNote(flow, { x: 0, y: 0 }, placesOf(flow), `${this.name} ${i}`))
      say('note', `${this.name} ${i}`)
      if (this.chance() < 0.1) this.dispatch(addFrame(this.store.getState().flow, [node.id]))
    }
  }
}

function inMemory(): Storage {
  const box = new Map<string, string>()
  return {
    getItem: k => box.get(k) ?? null,
    setItem: (k, v) => void box.set(k, v),
    removeItem: k => void box.delete(k),
    key: i => [...box.keys()][i] ?? null,
    clear: () => box.clear(),
    get length() {
      return box.size
    },
  }
}

test.each([1, 20_261_125])(
  'two tabs in a storm (seed %i) lose nothing and end on one document',
  async seed => {
    const chance = numbers(seed)
    const document: Flow = { tributary: 1, name: 'Storm', nodes: [{ id: 'shared', kind: 'filter', config: {} }], edges: [] }
    const { id } = (await asked<FlowDetail>('/api/flows', 'POST', { document })).answer
    const drawers = [inMemory(), inMemory()]
    const tabs = ['ada', 'bob'].map((name, i) => new Tab(name, id, drawers[i]!, chance))
    for (const tab of tabs) await tab.open()
    for (let i = 0; i < ACTS; i++)
      for (const tab of tabs) {
        tab.act(i)
        if (chance() < 0.15) await tab.saver.flush()
        if (chance() < 0.02) await tab.crash()
      }
    for (const tab of [...tabs, ...tabs]) await tab.settle()
    for (const tab of tabs) {
      const { flow, base, revision, takeTheirs } = tab.store.getState()
      const now = await read(id)
      if (flow === base && now.revision > revision) takeTheirs(now)
    }
    const end = (await read(id)).document
    for (const tab of tabs) {
      expect(tab.store.getState().flow).toEqual(end)
      const lost = [...tab.said].filter(([where, value]) => {
        if (where.startsWith('step ')) return end.nodes.some(n => n.name === where.slice(5)) !== value
        if (where === 'note') return !end.notes?.some(n => n.text === value)
        return end.nodes.find(n => n.id === 'shared')?.config[where.slice(7)] !== value
      })
      expect(lost).toEqual([])
      tab.saver.close()
    }
    expect(drawers.map(d => d.length)).toEqual([0, 0])
    expect(end.nodes.length).toBeGreaterThan(20)
  },
  120_000,
)
