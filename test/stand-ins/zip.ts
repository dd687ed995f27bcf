/** Archives as other programs write them, and as nobody should. PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.16. */
import { crc32, deflateRawSync } from 'node:zlib'

export interface Member {
  name: string
  content: string | Buffer
  stored?: boolean
  /** What the archive says instead of the truth. */
  says?: { crc?: number; size?: number; flags?: number; method?: number; attributes?: number }
}

export function zipOf(...members: readonly Member[]): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const { name, content, stored = false, says = {} } of members) {
    const bytes = Buffer.from(content as string)
    const packed = stored ? bytes : deflateRawSync(bytes)
    const called = Buffer.from(name)
    const fields = Buffer.alloc(22)
    fields.writeUInt16LE(says.flags ?? 0x800, 0)
    fields.writeUInt16LE(says.method ?? (stored ? 0 : 8), 2)
    fields.writeUInt32LE(says.crc ?? crc32(bytes), 8)
    fields.writeUInt32LE(packed.length, 12)
    fields.writeUInt32LE(says.size ?? bytes.length, 16)
    fields.writeUInt16LE(called.length, 20)
    const local = Buffer.concat([Buffer.from('PK\x03\x04\x14\0', 'latin1'), fields, Buffer.alloc(2), called, packed])
    const rest = Buffer.alloc(16)
    rest.writeUInt32LE(says.attributes ?? 0, 8)
    rest.writeUInt32LE(at, 12)
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03\x14\0', 'latin1'), fields, rest, called]))
    locals.push(local)
    at += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(members.length, 8)
  end.writeUInt16LE(members.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, directory, end])
}
