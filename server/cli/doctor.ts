/** `tributary doctor`: is this machine, and this data folder, fit to run. Changes nothing. */
import { existsSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { kinds } from '../../nodes/kinds.ts'
import { type Env, isLoopback } from '../env.ts'
import { FolderProblem, lockFolder } from '../lock.ts'
import { listConnections, openConnection } from '../store/connections.ts'
import { listFlows } from '../store/flows.ts'
import { openRequestCount } from '../store/ledger.ts'
import { openStore, type Store } from '../store/open.ts'
import { type Command, EXIT } from './command.ts'
import { commandEnv } from './place.ts'

interface Finding {
  name: string
  /** `false` is a fault; notes are `true` with something to say. */
  ok: boolean
  message: string
}
const FREE_MIN = 500 * 1024 * 1024

export const doctor: Command = async (_, flags) => {
  const env = commandEnv(flags)
  const findings = [node(), ...folder(env), ...database(env), reach(env)]
  const fit = findings.every(finding => finding.ok)
  if (flags.json) process.stdout.write(`${JSON.stringify({ ok: fit, findings }, null, 2)}\n`)
  else process.stdout.write(`${findings.map(({ name, ok, message }) => `${ok ? 'ok   ' : 'FAULT'}  ${name}: ${message}`).join('\n')}\n`)
  return fit ? EXIT.settled : EXIT.failed
}

const node = (): Finding => ({ name: 'Node', ok: true, message: `${process.versions.node} on ${process.platform} ${process.arch}` })

function folder({ data, key }: Env): Finding[] {
  if (!existsSync(data)) return [{ name: 'Data folder', ok: true, message: `${data} does not exist yet; the first start makes it.` }]
  const findings: Finding[] = [locked(data)]
  const { bavail, bsize } = statfsSync(data)
  const free = bavail * bsize
  findings.push({ name: 'Free space', ok: free >= FREE_MIN, message: `${Math.round(free / 1024 / 1024).toLocaleString('en')} MiB` })
  const file = join(data, 'key')
  if (key !== undefined) findings.push({ name: 'Key', ok: true, message: 'comes from TRIBUTARY_KEY' })
  else if (existsSync(file)) {
    const open = (statSync(file).mode & 0o077) !== 0
    findings.push({
      name: 'Key',
      ok: !open,
      message: open ? `${file} can be read by others. chmod 600 it.` : `${file}. It is in no backup: keep a copy of it apart.`,
    })
  }
  return findings
}

function locked(data: string): Finding {
  try {
    lockFolder(data).release()
    return { name: 'Data folder', ok: true, message: `${data} can be written to, and nobody uses it.` }
  } catch (cause) {
    if (!(cause instanceof FolderProblem)) throw cause
    return {
      name: 'Data folder',
      ok: cause.code === 'folder.in_use',
      message: cause.code === 'folder.in_use' ? `${data} is in use by a running Tributary.` : `${cause.message} ${cause.why}`,
    }
  }
}

function database({ data, key }: Env): Finding[] {
  if (!existsSync(join(data, 'tributary.db'))) return []
  let store: Store | undefined
  try {
    store = openStore(data, { readonly: true, key })
    const sound = store.sql.pragma('quick_check(1)', { simple: true }) === 'ok'
    const open = openRequestCount(store)
    return [
      { name: 'Database', ok: sound, message: sound ? 'is sound.' : 'is damaged. Restore a backup.' },
      {
        name: 'Requests without outcome',
        ok: true,
        message: open === 0 ? 'none' : `${open}. The next run of their flow deals with them first.`,
      },
      ...connections(store),
    ]
  } catch (cause) {
    const { message, why = '' } = cause as Error & { why?: string }
    return [{ name: 'Database', ok: false, message: `${message} ${why}`.trim() }]
  } finally {
    store?.close()
  }
}

function connections(store: Store): Finding[] {
  const known = new Set<string>()
  const findings = listConnections(store).map(({ name, kind }): Finding => {
    known.add(name)
    const parsed = kinds.get(kind)?.connection?.safeParse(openConnection(store, name)?.settings)
    return {
      name: `Connection ${name}`,
      ok: parsed?.success === true,
      message: parsed?.success ? `complete, for ${kind}` : 'is not complete. Open it under Connections.',
    }
  })
  const missing = listFlows(store).flatMap(({ name, live, document }) =>
    document.nodes
      .map(({ config }) => config.connection)
      .filter((connection): connection is string => typeof connection === 'string' && !known.has(connection))
      .map(
        (connection): Finding => ({
          name: `Flow ${name}`,
          ok: live === null,
          message: `names the connection "${connection}", which is not saved.`,
        }),
      ),
  )
  return [...findings, ...missing]
}

const reach = ({ host, ownerToken, overrides }: Env): Finding => ({
  name: 'Reach',
  ok: isLoopback(host) || ownerToken !== undefined,
  message: [
    isLoopback(host)
      ? 'only this machine'
      : `others, at ${host}${ownerToken ? ', with the owner’s token' : ', and no owner is set: it will not start'}`,
    ...[...overrides].map(([name]) => `${name} replaces a platform’s address`),
  ].join('; '),
})
