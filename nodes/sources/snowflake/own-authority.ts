/** The one kind of certificate behind which Snowflake's driver waits for ever: it asks issuers whether they revoked it, and here is none to ask. */
import { connect, type TLSSocket } from 'node:tls'
import { Stop } from '../../../runtime/contract.ts'
import { networkFailure } from '../../../runtime/source-failure.ts'

const PATIENCE_MS = 5000

/** Throws for what no way around helps against. Whatever else is wrong (no answer, a proxy in between) the driver finds out itself. */
export async function refuseOwnAuthority(endpoint: string | undefined, kill: AbortSignal): Promise<void> {
  const at = endpoint === undefined ? undefined : URL.parse(endpoint)
  if (at?.protocol !== 'https:') return
  const host = at.hostname.replace(/^\[|\]$/g, '')
  const found = await shakenHands(connect({ host, port: Number(at.port || 443), ...(/[a-z]/i.test(host) && { servername: host }) }), kill)
  if (found) throw found
}

function shakenHands(socket: TLSSocket, kill: AbortSignal): Promise<Stop | undefined> {
  return new Promise(resolve => {
    const end = (found?: Stop) => {
      kill.removeEventListener('abort', left)
      socket.destroy()
      resolve(found)
    }
    const left = () => end()
    kill.addEventListener('abort', left)
    socket.setTimeout(PATIENCE_MS, left)
    socket.on('error', cause => {
      const way = networkFailure(cause)
      end(way?.code === 'source.encryption' ? way : undefined)
    })
    socket.on('secureConnect', () => {
      const { fingerprint256, issuerCertificate } = socket.getPeerCertificate(true)
      end(issuerCertificate?.fingerprint256 === fingerprint256 ? ownAuthority() : undefined)
    })
  })
}
const ownAuthority = () =>
  new Stop(
    'source.encryption',
    'The server’s certificate is its own authority',
    'This machine trusts it, but Snowflake’s driver waits for its issuer to say that it was not revoked, and there is none. Give that endpoint a certificate that an authority issued.',
  )
