/** A flow whose table is exchanged for one of one's own: the repairs on offer lead to a flow that fits, press by press. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Problem } from '../runtime/contract.ts'
import type { Flow } from '../runtime/flow.ts'
import { templates } from '../server/flows/templates.ts'
import { type Doors, openDoors } from './doors.ts'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
  const at = new Date(Date.now() - 3_600_000).toISOString()
  const header = 'N° commande,Date commande,Statut,Montant TTC,Devise,Adresse e-mail,Téléphone,Prénom,Nom,Code postal,Pays'
  writeFileSync(
    join(doors.folder, 'commandes.csv'),
    `${header}\nR-1,${at},payée,12.50,EUR,zoe@example.com,0612345678,Zoé,Martin,75001,France\n`,
  )
})
afterAll(() => doors?.close())

/** The template that sends purchases to one platform, reading the shop's own file in place of the sample. */
function exchanged(): Flow {
  const [template] = templates.filter(({ document }) => document.name === 'Purchases to Meta')
  const document = structuredClone(template!.document) as Flow
  Object.assign(document.nodes[0]!, { kind: 'file', config: { path: 'commandes.csv' } })
  return document
}
async function problemsOf(flow: string, document: Flow): Promise<Problem[]> {
  const { json } = await doors.ask('POST', `/api/flows/${flow}/check`, { document })
  return json.problems
}
function press(document: Flow, { node, fixes }: Problem, label: RegExp): void {
  const fix = fixes?.find(one => label.test(one.label))
  if (!fix) throw new Error(`No button ${label} among ${JSON.stringify(fixes)}`)
  for (const { path, value } of [fix.set, ...(fix.also ?? [])]) {
    let at = document.nodes.find(({ id }) => id === node)!.config as Record<string, any>
    for (const step of path.slice(0, -1)) at = at[step]
    if (value === undefined) delete at[path.at(-1)!]
    else at[path.at(-1)!] = value
  }
}

it('offers the table, the key, the columns of conditions and all fields at once', async () => {
  const document = exchanged()
  const { json } = await doors.ask('POST', '/api/flows', { document })
  const found = async (code: string, has?: RegExp) => {
    const problems = await problemsOf(json.id, document)
    const one = problems.find(problem => problem.code === code && (!has || has.test(problem.message)))
    if (!one) throw new Error(`No ${code} among ${JSON.stringify(problems)}`)
    return one
  }
  // Before the columns are there, nothing is known of the steps behind: they are not said to be ready.
  const unchecked = async () => {
    const { json: checked } = await doors.ask('POST', `/api/flows/${json.id}/check`, { document })
    return document.nodes.filter(({ id }) => checked.nodes[id].unchecked).map(({ id }) => id)
  }
  expect(await unchecked()).toEqual(document.nodes.slice(2).map(({ id }) => id))
  press(document, await found('source.no_table'), /^Use commandes$/)
  expect(await unchecked()).toEqual([])
  press(document, await found('model.no_key'), /^Use N° commande$/)
  press(document, await found('condition.no_column', /"status"/), /^Use Statut$/)
  press(document, await found('condition.no_column', /"created_at"/), /^Use Date commande$/)
  press(document, await found('source.column_gone'), /^Use what fits in 9 fields$/)

  const { fields } = document.nodes.find(({ kind }) => kind === 'mapping')!.config as { fields: Record<string, unknown> }
  expect(fields).toMatchObject({
    event_time: { column: 'Date commande' },
    event_id: { column: 'N° commande' },
    order_id: { column: 'N° commande' },
    value: { column: 'Montant TTC' },
    email: { column: 'Adresse e-mail' },
    phone: { column: 'Téléphone' },
    first_name: { column: 'Prénom' },
    last_name: { column: 'Nom' },
    country: { column: 'Pays' },
  })
  press(document, await found('map.missing', /Currency/), /^Use Devise$/)
  press(document, await found('source.column_gone', /IP address/), /^Leave IP address out$/)
  press(document, await found('source.column_gone', /Browser/), /^Leave Browser out$/)
  const left = await problemsOf(json.id, document)
  expect(left.filter(({ level }) => level === 'must_fix').map(({ message }) => message)).toEqual([
    'There is no connection called "meta-main". Add it under Connections, or choose another.',
  ])
})

it('suggests columns from their rows although a filter in between lets none through', async () => {
  const document = exchanged()
  const { json } = await doors.ask('POST', '/api/flows', { document })
  document.nodes[1]!.config = { table: 'commandes', key: ['N° commande'] }
  Object.assign(document.nodes[2]!.config, { where: { match: 'all', conditions: [{ column: 'Statut', op: 'is', value: 'paid' }] } })
  const map = document.nodes.find(({ kind }) => kind === 'mapping')!
  const { json: suggested } = await doors.ask('POST', `/api/flows/${json.id}/suggest`, { document, node: map.id })
  expect(suggested.suggestions.find((one: { concept: string }) => one.concept === 'email')).toMatchObject({
    column: 'Adresse e-mail',
    sure: true,
  })
})

it('says of a step that takes events and receives rows what is missing before it', async () => {
  const document = exchanged()
  const map = document.nodes.find(({ kind }) => kind === 'mapping')!.id
  const behind = document.edges.find(({ from }) => from === map)!.to
  document.nodes = document.nodes.filter(({ id }) => id !== map)
  document.edges = document.edges.flatMap(edge => (edge.from === map ? [] : edge.to === map ? [{ ...edge, to: behind }] : [edge]))
  const { json } = await doors.ask('POST', '/api/flows', { document })
  const found = (await problemsOf(json.id, document)).find(({ code }) => code === 'flow.port')
  expect(found).toMatchObject({
    node: behind,
    message: 'Hash identity takes events, but receives rows. Add a step that maps the fields before it.',
  })
})
