/** The program's first lines: a Node that is too old dies later without a word, so it is turned away here. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`Tributary needs Node 22.18 or newer; this is ${process.versions.node}.\n`)
  process.exit(5)
}
if (process.channel) {
  // Started by the launcher on another Node: whoever kills the launcher means this process, at once and without ceremony.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  process.channel.unref()
}
const { keepHeapSmall } = await import('./heap.ts')
keepHeapSmall()
const { command } = await import('./cli/command.ts')
await command(process.argv.slice(2))

export {}
