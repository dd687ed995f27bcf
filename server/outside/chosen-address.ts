/**
 * Addresses that people choose, such as a webhook's: only the public internet is reached there, over TLS. A name is looked
 * up once for a connection, and that connection goes to the very address that was looked at, so that a name which points
 * elsewhere a moment later gains nothing.
 */
import { lookup } from 'node:dns'
import { BlockList, isIP, isIPv4, isIPv6, type LookupFunction } from 'node:net'

export interface ChosenAddresses {
  protocols: readonly string[]
  allowed(address: string): boolean
  resolve: LookupFunction
}

/** IANA's special-purpose registries, read 22 November 2026: this host, private, shared, link-local, tests, relays, multicast. */
const CLOSED_V4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4'
/** Inside of what is handed out at all: protocol assignments with Teredo, documentation, 6to4. Mapped and NAT64 lie outside. */
const CLOSED_V6 = '2001::/23 2001:db8::/32 2002::/16 3fff::/20'
const HANDED_OUT_V6 = '2000::/3'

const closed = new BlockList()
const handedOut = new BlockList()
for (const [list, nets, family] of [
  [closed, CLOSED_V4, 'ipv4'],
  [closed, CLOSED_V6, 'ipv6'],
  [handedOut, HANDED_OUT_V6, 'ipv6'],
] as const)
  for (const net of nets.split(' ')) list.addSubnet(net.split('/')[0]!, Number(net.split('/')[1]), family)

/** Whether an IP address is one host on the public internet. */
export function isPublic(address: string): boolean {
  if (isIPv4(address)) return !closed.check(address, 'ipv4')
  return isIPv6(address) && !address.includes('%') && handedOut.check(address, 'ipv6') && !closed.check(address, 'ipv6')
}

export const PUBLIC_ONLY: ChosenAddresses = { protocols: ['https:'], allowed: isPublic, resolve: lookup as LookupFunction }

/** Whether this address is the chosen one and may be tried. A name is not looked at here but when it is looked up. */
export function mayTry(url: URL, chosen: string | undefined, { protocols, allowed }: ChosenAddresses): boolean {
  if (chosen === undefined || !URL.canParse(chosen) || new URL(chosen).origin !== url.origin) return false
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return protocols.includes(url.protocol) && (isIP(host) === 0 || allowed(host))
}

/** Looks a name up and gives only addresses that are allowed; none left is a refusal. */
export const lookupAllowed =
  ({ allowed, resolve }: ChosenAddresses): LookupFunction =>
  (name, options, done) =>
    resolve(name, { ...options, all: true }, (error, found) => {
      if (error) return done(error, [])
      const fit = (Array.isArray(found) ? found : []).filter(({ address }) => allowed(address))
      if (fit.length === 0) return done(Object.assign(new Error('No allowed address'), { code: 'EGRESS_REFUSED' }), [])
      return options.all ? done(null, fit) : done(null, fit[0]!.address, fit[0]!.family)
    })
