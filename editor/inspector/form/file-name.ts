/** A name beside those that are taken, as people's own computers make one: "orders (2).csv". */
export function freeName(name: string, taken: readonly string[]): string {
  const [, stem = name, ending = ''] = /^(.+?)(\.[a-z][a-z0-9]*(?:\.gz)?)?$/i.exec(name) ?? []
  const lower = new Set(taken.map(one => one.toLowerCase()))
  for (let n = 2; ; n++) {
    const next = `${stem} (${n})${ending}`
    if (!lower.has(next.toLowerCase())) return next
  }
}
