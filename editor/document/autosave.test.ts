import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { keepSaved, type Shelf } from './autosave.ts'
import { renameFlow, renameStep, setConfig } from './settings.ts'
import { openDocument } from './store.ts'

const start: Flow = { tributary: 1, name: 'Sales', nodes: [{ id: 'a', kind: 'shop', config: {} }], edges: [] }

/** A server in miniature: one flow, a revision, and a switch for the line to it. */
function shelfWith(document: Flow) {
  const kept = { revision: 1, document, updatedAt: 'then', puts: 0, down: false }
  const shelf: Shelf = {
    async put(_, revision, next) {
      kept.puts++
      if (kept.down) throw new Error('offline')
      if (revision !== kept.revision) return 'clash'
      kept.document = next
      return { revision: ++kept.revision, savedAt: 'now' }
    },
    get: async () => ({ ...kept }),
  }
  return { kept, shelf }
}
const open = (document: Flow) => openDocument({ id: 'f', document, revision: 1, updatedAt: 'then' })
const never = () => Promise.reject(new Error('asked'))

describe('autosave', () => {
  test('opening and looking writes nothing', async () => {
    const { kept, shelf } = shelfWith(start)
    const store = open(start)
    const saver = keepSaved(store, shelf, never)
    store.getState().select(['a'])
    expect(await saver.flush()).toBe(true)
    expect(kept.puts).toBe(0)
    saver.close()
  })

  test('the chip says saved only with the acknowledgement', async () => {
    const { kept, shelf } = shelfWith(start)
    const store = open(start)
    const saver = keepSaved(store, shelf, never)
    store.getState().dispatch(renameFlow('Orders'))
    expect(store.getState().save.state).toBe('pending')
    const saved = saver.flush()
    expect(store.getState().save.state).toBe('saving')
    expect(await saved).toBe(true)
    expect(store.getState()).toMatchObject({ save: { state: 'saved', at: 'now' }, revision: 2, unsaved: 0 })
    expect(kept.document.name).toBe('Orders')
    saver.close()
  })

  test('what cannot be saved stays and goes later', async () => {
    const { kept, shelf } = shelfWith(start)
    const store = open(start)
    const noted: string[] = []
    const journal = { keep: () => void noted.push('kept'), forget: () => void noted.push('forgotten'), left: () => [] }
    const saver = keepSaved(store, shelf, never, journal)
    kept.down = true
    store.getState().dispatch(renameFlow('Orders'))
    expect(await saver.flush()).toBe(false)
    expect(store.getState()).toMatchObject({ save: { state: 'failed' }, unsaved: 1 })
    kept.down = false
    expect(await saver.flush()).toBe(true)
    expect(kept.document.name).toBe('Orders')
    expect(noted[0]).toBe('kept')
    expect(noted.at(-1)).toBe('forgotten')
    saver.close()
  })

  test('two tabs that touch different fields end on one document', async () => {
    const { kept, shelf } = shelfWith(start)
    const [one, two] = [open(start), open(start)]
    const [first, second] = [keepSaved(one, shelf, never), keepSaved(two, shelf, never)]
    one.getState().dispatch(renameFlow('Orders'))
    await first.flush()
    two.getState().dispatch(setConfig('a', ['set'], 'orders', 'change set'))
    expect(await second.flush()).toBe(true)
    expect(kept.document).toMatchObject({ name: 'Orders', nodes: [{ config: { set: 'orders' } }] })
    expect(two.getState().flow).toEqual(kept.document)
    first.close()
    second.close()
  })

  test.each([
    ['mine', 'Two'],
    ['theirs', 'One'],
  ] as const)('the same field twice: %s wins as chosen', async (choice, name) => {
    const { kept, shelf } = shelfWith(start)
    const [one, two] = [open(start), open(start)]
    const first = keepSaved(one, shelf, never)
    const second = keepSaved(two, shelf, async clashes => new Map(clashes.map(c => [c.path, choice])))
    one.getState().dispatch(renameFlow('One'))
    await first.flush()
    two.getState().dispatch(renameFlow('Two'))
    expect(await second.flush()).toBe(true)
    expect(kept.document.name).toBe(name)
    expect(two.getState().flow.name).toBe(name)
    first.close()
    second.close()
  })
})

describe('a lost answer', () => {
  const losing = (shelf: Shelf): Shelf => {
    let lose = true
    return {
      ...shelf,
      put: async (...given) => {
        const answer = await shelf.put(...given)
        if (!lose || answer === 'clash') return answer
        lose = false
        throw new Error('answer lost')
      },
    }
  }
  test.each([
    ['typed on', 'Orders, all'],
    ['undone', 'Sales'],
  ])("of a name that is then %s is nobody else's edit", async (how, name) => {
    const { kept, shelf } = shelfWith(start)
    const store = open(start)
    const saver = keepSaved(store, losing(shelf), never)
    store.getState().dispatch(renameFlow('Orders'))
    expect(await saver.flush()).toBe(false)
    if (how === 'undone') store.getState().undo()
    else store.getState().dispatch(renameFlow(name))
    expect(await saver.flush()).toBe(true)
    expect(kept.document.name).toBe(name)
    expect(store.getState()).toMatchObject({ flow: { name }, unsaved: 0, save: { state: 'saved' } })
    saver.close()
  })
  test('undone back to what is saved sends nothing', async () => {
    const { kept, shelf } = shelfWith(start)
    const store = open(start)
    const saver = keepSaved(store, shelf, never)
    store.getState().dispatch(renameFlow('Orders'))
    store.getState().undo()
    expect(store.getState()).toMatchObject({ unsaved: 0, save: { state: 'saved', at: 'then' } })
    expect(await saver.flush()).toBe(true)
    expect(kept.puts).toBe(0)
    saver.close()
  })
})

describe('undo beside somebody else', () => {
  test('takes back what was done here and leaves what came from there', async () => {
    const { kept, shelf } = shelfWith(start)
    const [one, two] = [open(start), open(start)]
    const [first, second] = [keepSaved(one, shelf, never), keepSaved(two, shelf, never)]
    one.getState().dispatch(setConfig('a', ['mine'], 1, 'change mine'))
    two.getState().dispatch({ label: 'add b', change: f => void f.nodes.unshift({ id: 'b', kind: 'shop', config: {} }) })
    await second.flush()
    await first.flush()
    one.getState().undo()
    expect(one.getState().flow.nodes).toEqual([{ id: 'b', kind: 'shop', config: {} }, start.nodes[0]])
    one.getState().redo()
    await first.flush()
    expect(kept.document.nodes).toEqual([
      { id: 'b', kind: 'shop', config: {} },
      { ...start.nodes[0], config: { mine: 1 } },
    ])
    expect(one.getState().history.past.map(e => e.label)).toEqual(['change mine'])
    first.close()
    second.close()
  })
  test('does not bring back a step that was removed there', () => {
    const store = open(start)
    store.getState().dispatch(renameStep('a', 'Shop'))
    store.getState().takeTheirs({ document: { ...start, nodes: [] }, revision: 2, updatedAt: 'now' })
    store.getState().undo()
    expect(store.getState().flow.nodes).toEqual([])
  })
})

describe('two tabs in a storm', () => {
  const tries = fc.array(
    fc.record({
      tab: fc.nat(1),
      act: fc.constantFrom('set', 'rename', 'add', 'save', 'lose', 'hear'),
      node: fc.nat(2),
      key: fc.nat(2),
      value: fc.nat(1_000),
    }),
    { maxLength: 60 },
  )
  const three: Flow = { ...start, nodes: ['a', 'b', 'c'].map(id => ({ id, kind: 'shop', config: {} })) }

  test('both end on one document, and nothing that only one of them touched is lost', async () => {
    await fc.assert(
      fc.asyncProperty(tries, async acts => {
        const { kept, shelf } = shelfWith(three)
        let dropped = false
        // The server takes it, but the answer never arrives.
        const lossy: Shelf = {
          ...shelf,
          put: async (...given) => {
            const answer = await shelf.put(...given)
            if (!dropped || answer === 'clash') return answer
            dropped = false
            throw new Error('answer lost')
          },
        }
        const tabs = [open(three), open(three)]
        const savers = tabs.map(tab => keepSaved(tab, lossy, async clashes => new Map(clashes.map(c => [c.path, 'mine' as const]))))
        const written = new Map<string, { tabs: Set<number>; value: unknown }>()
        const hear = (tab: (typeof tabs)[number]) => {
          const { flow, base, revision, takeTheirs } = tab.getState()
          if (flow === base && kept.revision > revision) takeTheirs({ ...kept })
        }
        for (const { tab, act, node, key, value } of acts) {
          const at = tabs[tab]!
          const id = 'abc'[node]!
          const note = (field: string, content: unknown) => {
            const before = written.get(field)
            written.set(field, { tabs: new Set([...(before?.tabs ?? []), tab]), value: content })
          }
          if (act === 'set') {
            at.getState().dispatch(setConfig(id, [`k${key}`], value, 'change'))
            note(`${id}.k${key}`, value)
          } else if (act === 'rename') {
            at.getState().dispatch(renameStep(id, `n${value}`))
            note(`${id}.name`, `n${value}`)
          } else if (act === 'add')
            at.getState().dispatch({
              label: 'add',
              change: flow => void flow.nodes.push({ id: `t${tab}-${flow.nodes.length}-${value}`, kind: 'shop', config: {} }),
            })
          else if (act === 'hear') hear(at)
          else {
            dropped = act === 'lose'
            await savers[tab]!.flush()
          }
        }
        dropped = false
        for (const saver of [...savers, ...savers]) expect(await saver.flush()).toBe(true)
        for (const tab of tabs) hear(tab)
        expect(tabs[0]!.getState().flow).toEqual(kept.document)
        expect(tabs[1]!.getState().flow).toEqual(kept.document)
        for (const [field, { tabs: by, value }] of written) {
          const [id, name] = field.split('.') as [string, string]
          const node = kept.document.nodes.find(n => n.id === id)!
          if (by.size === 1) expect([field, name === 'name' ? node.name : node.config[name]]).toEqual([field, value])
        }
        for (const saver of savers) saver.close()
      }),
      { numRuns: 200 },
    )
  })
})
