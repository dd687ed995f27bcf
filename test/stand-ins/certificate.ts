/** Certificates made on the spot: signed by themselves or by an authority of the tests, valid for a name and a time. Enough of DER (X.690, RFC 5280) for that. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

export interface Certificate {
  /** PEM. */
  cert: string
  key: string
}
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })

const authorityPair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const algorithm = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
const called = (name: string) => sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from(name)))))
const SELF = called('localhost')
const AUTHORITY = called('An authority of the tests')
const isAuthority = sequence(oid(0x55, 0x1d, 0x13), der(0x01, Buffer.from([0xff])), der(0x04, sequence(der(0x01, Buffer.from([0xff])))))
const forLocalhost = sequence(
  oid(0x55, 0x1d, 0x11),
  der(0x04, sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))),
)

/** For `localhost` and 127.0.0.1. */
export const certificate = (from: Date, until: Date): Certificate => ({
  cert: signed({ subject: SELF, issuer: SELF, key: pair.publicKey, by: pair.privateKey, from, until, says: [isAuthority, forLocalhost] }),
  key: pem(pair.privateKey),
})
/** For the same, by an authority: its certificate is what has to be trusted. */
export const issued = (from: Date, until: Date): Certificate & { authority: string } => ({
  cert: signed({ subject: SELF, issuer: AUTHORITY, key: pair.publicKey, by: authorityPair.privateKey, from, until, says: [forLocalhost] }),
  key: pem(pair.privateKey),
  authority: signed({
    subject: AUTHORITY,
    issuer: AUTHORITY,
    key: authorityPair.publicKey,
    by: authorityPair.privateKey,
    from,
    until,
    says: [isAuthority],
  }),
})
const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()

interface Wanted {
  subject: Buffer
  issuer: Buffer
  key: KeyObject
  by: KeyObject
  from: Date
  until: Date
  says: Buffer[]
}
function signed({ subject, issuer, key, by, from, until, says }: Wanted): string {
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    issuer,
    sequence(moment(from), moment(until)),
    subject,
    key.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...says)),
  )
  const text = sequence(body, algorithm, der(0x03, Buffer.from([0]), sign('sha256', body, by)))
    .toString('base64')
    .replaceAll(/.{1,64}/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${text}-----END CERTIFICATE-----\n`
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, ...parts)
}
function oid(...bytes: number[]): Buffer {
  return der(0x06, Buffer.from(bytes))
}
/** A GeneralizedTime. */
const moment = (at: Date): Buffer => der(0x18, Buffer.from(at.toISOString().replaceAll(/[-T:]|\.\d+/g, '')))
