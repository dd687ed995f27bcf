/** Certificates made on the spot: signed by themselves, valid for a name and a time. Enough of DER (X.690, RFC 5280) for that. */
import { generateKeyPairSync, sign } from 'node:crypto'

export interface Certificate {
  /** PEM; it is its own authority. */
  cert: string
  key: string
}
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** For `localhost` and 127.0.0.1. */
export function certificate(from: Date, until: Date): Certificate {
  const algorithm = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
  const name = sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from('localhost')))))
  const names = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))
  const authority = sequence(oid(0x55, 0x1d, 0x13), der(0x01, Buffer.from([0xff])), der(0x04, sequence(der(0x01, Buffer.from([0xff])))))
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(moment(from), moment(until)),
    name,
    pair.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(authority, sequence(oid(0x55, 0x1d, 0x11), der(0x04, names)))),
  )
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, pair.privateKey))
  const text = sequence(body, algorithm, signature)
    .toString('base64')
    .replaceAll(/.{1,64}/g, '$&\n')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${text}-----END CERTIFICATE-----\n`,
    key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
const sequence = (...parts: Buffer[]): Buffer => der(0x30, ...parts)
const oid = (...bytes: number[]): Buffer => der(0x06, Buffer.from(bytes))
/** A GeneralizedTime. */
const moment = (at: Date): Buffer => der(0x18, Buffer.from(at.toISOString().replaceAll(/[-T:]|\.\d+/g, '')))
