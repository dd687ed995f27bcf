/** What the API says of datasets and tables; asking costs nothing. */
import type { Table } from '../../../runtime/contract.ts'
import { Stop } from '../../../runtime/contract.ts'
import { columnOf, type Field } from './cells.ts'
import type { Client } from './client.ts'
import type { Connection } from './connection.ts'
import { datasetOf } from './job.ts'

const DATASETS_MAX = 50
const TABLES_MAX = 1000
/** Each costs one call. */
const COLUMNS_OF_MAX = 200
const AT_ONCE = 8

export interface Found {
  /** Quoted, with project and dataset. */
  sql: string
  fields: readonly Field[]
  /** Whether an earlier state of it can be asked for. */
  past: boolean
}
interface Place {
  projectId: string
  datasetId: string
  tableId: string
}
interface TableAnswer {
  tableReference: Place
  type?: string
  schema?: { fields?: Field[] }
}
const pathOf = ({ datasetId, tableId }: Place) => `/datasets/${encodeURIComponent(datasetId)}/tables/${encodeURIComponent(tableId)}`

/** Tables of the connection's dataset go by their bare name, others as `dataset.table`. */
export async function tablesOf(client: Client, settings: Connection): Promise<Table[]> {
  const places = (await placesOf(client, settings)).slice(0, TABLES_MAX)
  const tables = places.map<Table>(place => ({ name: settings.dataset ? place.tableId : `${place.datasetId}.${place.tableId}` }))
  const most = Math.min(places.length, COLUMNS_OF_MAX)
  for (let from = 0; from < most; from += AT_ONCE)
    await Promise.all(
      places.slice(from, Math.min(from + AT_ONCE, most)).map(async (place, i) => {
        const { schema } = await client.getOf<TableAnswer>(place.projectId, pathOf(place))
        tables[from + i]!.columns = (schema?.fields ?? []).map(columnOf)
      }),
    )
  return tables
}

async function placesOf(client: Client, settings: Connection): Promise<Place[]> {
  const datasets = settings.dataset
    ? [datasetOf(settings, settings.dataset)]
    : (
        (
          await client.get<{ datasets?: { datasetReference: { projectId: string; datasetId: string } }[] }>('/datasets', {
            maxResults: DATASETS_MAX,
          })
        ).datasets ?? []
      ).map(d => d.datasetReference)
  const places: Place[] = []
  for (const { projectId, datasetId } of datasets) {
    const { tables = [] } = await client.getOf<{ tables?: { tableReference: Place }[] }>(
      projectId,
      `/datasets/${encodeURIComponent(datasetId)}/tables`,
      {
        maxResults: TABLES_MAX,
      },
    )
    places.push(...tables.map(t => t.tableReference))
  }
  return places
}

/** The table a person means: `table`, `dataset.table` or `project.dataset.table`. */
export async function findTable(client: Client, settings: Connection, written: string): Promise<Found> {
  const none = () =>
    new Stop(
      'source.no_table',
      `There is no table "${written.slice(0, 200)}"`,
      'Check its spelling and dataset, and that the login may read it.',
    )
  const parts = written.split('.')
  const tableId = parts.pop() ?? ''
  const dataset = parts.length > 0 ? parts.join('.') : settings.dataset
  if (!dataset || !tableId || /[\0`\\/]/.test(written) || !written.isWellFormed()) throw none()
  const place = { ...datasetOf(settings, dataset), tableId }
  try {
    const { type = 'TABLE', schema } = await client.getOf<TableAnswer>(place.projectId, pathOf(place))
    return { sql: `\`${place.projectId}\`.\`${place.datasetId}\`.\`${tableId}\``, fields: schema?.fields ?? [], past: type === 'TABLE' }
  } catch (cause) {
    throw cause instanceof Stop && cause.code === 'source.no_table' ? none() : cause
  }
}

/** What the login may do besides reading: one table that it could change, if there is any among the first few. */
export async function writesOf(client: Client, settings: Connection): Promise<string | undefined> {
  for (const place of (await placesOf(client, settings)).slice(0, 5)) {
    const { permissions = [] } = await client.post<{ permissions?: string[] }>(
      `${pathOf(place)}:testIamPermissions`,
      { permissions: ['bigquery.tables.updateData', 'bigquery.tables.delete'] },
      place.projectId,
    )
    if (permissions.length > 0) return `may change ${place.datasetId}.${place.tableId}`
  }
  return undefined
}
