import { describe, expect, test } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { keepSaved, type Shelf } from './autosave.ts'
import { renameFlow, setConfig } from './settings.ts'
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
    const journal = { keep: () => void noted.push('kept'), forget: () => void noted.push('forgotten'), recover: () => undefined }
    const saver = keepSaved(store, shelf, never, journal)
    kept.down = true
    store.getState().dispatch(renameFlow('Orders'))
    expect(await saver.flush()).toBe(false)
    expect(store.getState()).toMatchObject({ save: { state: 'failed' }, unsaved: 1 })
    kept.down = false
    expect(await saver.flush()).toBe(true)
    expect(kept.document.name).toBe('Orders')
    expect(noted).toEqual(['kept', 'forgotten'])
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
