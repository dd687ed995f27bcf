/** Which bytes mean which letters: guessed from the first ones, and told. */

export type Encoding = 'utf-8' | 'utf-16' | 'latin-1'
export const titles: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16': 'UTF-16',
  'latin-1': 'Latin-1',
}

/** UTF-8 as soon as one letter is written so, for others never look like it; then lines that do not fit are counted as spoiled. Windows-1252 is told from Latin-1 by its signs, such as €. */
export function likelyEncoding(bytes: Buffer): Encoding | 'windows-1252' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16'
  let western = 0
  let windows = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (byte < 0x80) continue
    if (isLetter(bytes, i)) return 'utf-8'
    if (!usual(byte)) return 'utf-8'
    western++
    if (byte < 0xa0) windows++
  }
  if (windows > 0) return 'windows-1252'
  return western > 0 ? 'latin-1' : 'utf-8'
}
/** Letters and signs that people write in Windows-1252; the others of its bytes more likely are damage. */
const usual = (byte: number): boolean =>
  (byte >= 0xa0 && byte <= 0xfe) ||
  [0x80, 0x85, 0x8a, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0x99, 0x9a, 0x9c, 0x9e, 0x9f].includes(byte)
/** Whether a letter of several bytes begins here, as UTF-8 writes it; what was not looked at counts as right. */
function isLetter(bytes: Buffer, at: number): boolean {
  const lead = bytes[at]!
  const more = lead >= 0xf0 && lead <= 0xf4 ? 3 : lead >= 0xe0 ? 2 : 1
  if (lead < 0xc2 || lead > 0xf4) return false
  for (let i = 1; i <= more; i++) if ((bytes[at + i] ?? 0x80) >> 6 !== 2) return false
  return true
}
