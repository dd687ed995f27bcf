#!/usr/bin/env node
// The command line: finds the right Node, builds once when nothing is built yet, hands over. Standard output stays
// untouched until the command itself writes to it.
import { build, findNode, run } from './ready.mjs'

const node = findNode()
await build(node)
await run(node, process.argv.slice(2))
