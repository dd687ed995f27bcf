/** The engine's surroundings on the command line: the flow's folder, the connections file, the data folder behind it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { kinds } from '../../nodes/kinds.ts'
import { freshAccount } from '../../runtime/account.ts'
import type { Flow } from '../../runtime/flow.ts'
import type { Account, Ledger } from '../../runtime/world.ts'
import { type Env, readEnv } from '../env.ts'
import { openLog } from '../log.ts'
import { type Outbound, outbound } from '../outside/outbound.ts'
import { openSimulators, type Simulators } from '../outside/simulators.ts'
import { traceOf } from '../problems.ts'
import { placeOf, reachable } from '../runs/place.ts'
import type { Workplace } from '../runs/workplace.ts'
import { putBackOf, storedConnection } from '../services.ts'
import { accountOf } from '../store/accounts.ts'
import { coverageMemory } from '../store/coverage.ts'
import { cursorsOf } from '../store/cursors.ts'
import { counted } from '../store/high-water.ts'
import { addInbox } from '../store/inbox.ts'
import { ledger } from '../store/ledger.ts'
import { openStore, type Store } from '../store/open.ts'
import { lockFolder } from '../upkeep/lock.ts'
import type { Flags } from './command.ts'
import { readConnections, readFlowFile } from './flow-file.ts'

export interface CommandPlace {
  flow: Flow
  place: Workplace
  env: Env
  /** Absent when the command only looks and there is no data folder yet. */
  store: Store | undefined
  close(): Promise<void>
}

/** The environment as `--data` changes it. */
export const commandEnv = ({ data }: Flags): Env =>
  readEnv(data === undefined ? process.env : { ...process.env, TRIBUTARY_DATA: data }, kinds)

/** `write`: takes the data folder for itself. Without, it only looks, also beside a running server. */
export async function commandPlace(file: string, flags: Flags, mode: 'write' | 'look'): Promise<CommandPlace> {
  const env = commandEnv(flags)
  const { flow, folder } = readFlowFile(file)
  const given = flags.connections === undefined ? new Map() : readConnections(flags.connections, flow, kinds, process.env)
  const lock = mode === 'write' ? lockFolder(env.data) : undefined
  let store: Store | undefined
  let simulators: Simulators | undefined
  let out: Outbound | undefined
  const close = async () => {
    await out?.close()
    await simulators?.close()
    store?.close()
    lock?.release()
  }
  try {
    store = mode === 'write' ? openStore(env.data, { key: env.key }) : openToLook(env)
    const opened = store
    const connection: Workplace['connection'] = name => given.get(name) ?? (opened && storedConnection(opened, name))
    const simulated = flow.nodes.some(node => typeof node.config.connection === 'string' && connection(node.config.connection)?.simulated)
    if (simulated) simulators = await openSimulators(kinds)
    out = outbound({ mayReach: reachable(kinds, env, url => simulators?.owns(url) ?? false) })
    const place = placeOf({
      kinds,
      env,
      send: out.send,
      simulators: async () => {
        simulators ??= await openSimulators(kinds)
        return simulators
      },
      simulatorBase: id => simulators?.base(id),
      connection,
      ledger: (...to) => (opened && mode === 'write' ? counted(opened, to[0], ledger(opened, ...to)) : nobodyKnows),
      account: name => (opened && mode === 'write' ? accountOf(opened, name) : nobodysAccount),
      printKey: opened?.secrets.printKey,
      putBack: stream => opened && putBackOf(opened, stream),
      cursors: stream => opened && cursorsOf(opened, stream),
      keep: entries => void (mode === 'write' && opened && addInbox(opened, entries)),
      unforeseen: cause => openLog(env.logLevel).error(traceOf(cause), 'a path failed on our side'),
      coverage: opened && mode === 'write' ? coverageMemory(opened) : undefined,
      now: Date.now,
      folder,
      anywhere: true,
    })
    return { flow, place, env, store, close }
  } catch (cause) {
    await close()
    throw cause
  }
}

const openToLook = (env: Env): Store | undefined =>
  existsSync(join(env.data, 'tributary.db')) ? openStore(env.data, { readonly: true, key: env.key }) : undefined

/** Looking needs no memory, and must not make one. */
const refuse = (): never => {
  throw new Error('Nothing is sent while looking')
}
const nobodysAccount: Account = { get: () => freshAccount(0), put: () => {} }
const nobodyKnows: Ledger = {
  look: () => new Map(),
  begin: refuse,
  again: refuse,
  answered: refuse,
  settle: refuse,
  inherit: refuse,
  repeated: refuse,
  withdraw: refuse,
  split: refuse,
  open: () => [],
}
