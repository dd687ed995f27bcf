/** Of how many bytes the letter is that begins here, as UTF-8 writes those beyond ASCII; 0: of none; undefined when it is cut. */
export function lengthOfLetter(bytes: Buffer, at: number): number | undefined {
  const lead = bytes[at]!
  const more = lead >= 0xf0 && lead <= 0xf4 ? 3 : lead >= 0xe0 ? 2 : 1
  if (lead < 0xc2 || lead > 0xf4) return 0
  for (let i = 1; i <= more; i++) {
    const byte = bytes[at + i]
    if (byte === undefined) return undefined
    if (byte >> 6 !== 2) return 0
  }
  return more + 1
}
