/** What every source says when the way to its server fails: the same words and codes, whichever driver met the failure. */
import { Stop } from './contract.ts'

/** Codes that Node, its HTTP client and its TLS give. */
const ways: readonly (readonly [RegExp, code: string, message: string, why: string])[] = [
  [
    /^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_NONAME)$/,
    'source.unknown_host',
    'The server’s name is not known',
    'Check the spelling of its address.',
  ],
  [/^ECONNREFUSED$/, 'source.unreachable', 'The server cannot be reached', 'Nothing answers at that host and port.'],
  [
    /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ESOCKETTIMEDOUT)$/,
    'source.unreachable',
    'The server cannot be reached',
    'No answer in time. A firewall, or a list of allowed addresses, may be in the way.',
  ],
  [
    /^CERT_HAS_EXPIRED$/,
    'source.encryption',
    'The server’s certificate has expired',
    'It must be renewed there. If it has been, the clock of this machine is wrong.',
  ],
  [
    /^CERT_NOT_YET_VALID$/,
    'source.encryption',
    'The server’s certificate is not valid yet',
    'The clock of this machine, or of the one that made it, is wrong.',
  ],
  [
    /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(VERIFY|GET)_\w+)$/,
    'source.encryption',
    'Nobody vouches for the server’s certificate',
    'It is self-signed, or from an authority that this machine does not know, as that of a company’s proxy. Give Node that authority (NODE_EXTRA_CA_CERTS) if you trust it.',
  ],
  [
    /^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/,
    'source.encryption',
    'The server’s certificate is for another name',
    'Write the address as the certificate has it. If it is right, something else answers there.',
  ],
  [
    /^(CERT_|ERR_TLS|ERR_SSL|EPROTO|UNABLE_TO_|DEPTH_ZERO_SELF|SELF_SIGNED|HOSTNAME_MISMATCH)/,
    'source.encryption',
    'No safe connection to the server could be made',
    'Its certificate is not accepted, or it offers no encryption.',
  ],
  [
    /^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET|ERR_STREAM_PREMATURE_CLOSE)$/,
    'source.lost',
    'The connection to the server was lost',
    'The network or the server cut it. The next run reads again.',
  ],
]

/** What a failure of a source takes to go on. What can be either, or was somebody's will, is not here. */
const NEEDS: Readonly<Record<string, 'person' | 'time'>> = {
  'source.lost': 'time',
  'source.overloaded': 'time',
  'source.unreachable': 'time',
  'source.changed': 'time',
  'source.refused_login': 'person',
  'source.bad_address': 'person',
  'source.unknown_host': 'person',
  'source.encryption': 'person',
  'source.no_database': 'person',
  'source.no_permission': 'person',
  'source.no_table': 'person',
  'source.no_column': 'person',
  'source.no_file': 'person',
  'source.unknown_format': 'person',
  'source.outside': 'person',
  'source.not_allowed': 'person',
  'source.not_readable': 'person',
  'source.same_column': 'person',
  'source.syntax': 'person',
  'source.bad_query': 'person',
  'source.bad_value': 'person',
  'source.refused_query': 'person',
  'source.not_compared': 'person',
  'source.not_one_select': 'person',
  'source.only_reads': 'person',
  'source.too_costly': 'person',
  'source.too_large': 'person',
  'source.asleep': 'person',
}
export const needsOf = (code: string): 'person' | 'time' | undefined => (Object.hasOwn(NEEDS, code) ? NEEDS[code] : undefined)

/** A `Stop` for a failure of the way, found anywhere among its causes; `undefined` when it is something else. */
export function networkFailure(cause: unknown): Stop | undefined {
  for (const code of codesOf(cause, 0)) {
    const way = ways.find(([pattern]) => pattern.test(code))
    if (way) return new Stop(way[1], way[2], way[3])
  }
  return undefined
}
function codesOf(cause: unknown, depth: number): string[] {
  if (typeof cause !== 'object' || cause === null || depth > 5) return []
  const { code, cause: deeper, errors } = cause as { code?: unknown; cause?: unknown; errors?: unknown }
  return [
    ...codesOf(deeper, depth + 1),
    ...(Array.isArray(errors) ? errors.flatMap(error => codesOf(error, depth + 1)) : []),
    ...(typeof code === 'string' ? [code] : []),
  ]
}

/** Before the first answer, "lost" would send a person to look for a server that never was there. */
export const CUT_AT_THE_DOOR = [
  'The server cannot be reached',
  'The connection was cut while it was being made. A firewall, or a list of allowed addresses, may be in the way.',
] as const

/** Of an answer that says how many rows it has and gives fewer: what came is not taken for the whole. */
export function refuseShort(came: number, announced: unknown): void {
  if (announced === undefined || announced === null || !(came < Number(announced))) return
  throw new Stop('source.lost', 'The answer ended before its last row', 'What came is not taken for the whole. The next run reads again.')
}

export const cancelled = (): Stop => new Stop('source.cancelled', 'Reading the source was cut', 'The run was killed.')

/** A row is a record by name: two columns of one name cannot both be in it. `same`: what a name is for the engine. */
export function refuseSameNames(names: readonly string[], same: (name: string) => string = name => name): void {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(same(name)))
      throw new Stop('source.same_column', `Two columns are called "${name.slice(0, 100)}"`, 'Give one of them another name with AS.')
    seen.add(same(name))
  }
}
