/** `check`, `preview`, `explain`: looking at a flow file without sending anything. */
import type { Row } from '../../runtime/contract.ts'
import { Misconfigured } from '../env.ts'
import { checkFlow } from '../flows/check.ts'
import { type PathLook, previewFlow } from '../flows/look.ts'
import { explained } from '../runs/explain.ts'
import { type Command, EXIT } from './command.ts'
import { explainedText } from './explain.ts'
import { UnreadableFlow } from './flow-file.ts'
import { type CommandPlace, commandPlace } from './place.ts'
import { positive } from './run.ts'
import { failureText } from './words.ts'

const ROWS = 10
const ROWS_MAX = 1_000

/** A file that holds no flow is a problem like others for whoever reads the answer by program. */
export const check: Command = (words, flags) =>
  checked(words, flags).catch(cause => {
    if (flags.json && cause instanceof UnreadableFlow) print({ problems: cause.problems })
    throw cause
  })

const checked: Command = ([file = ''], flags) =>
  looking(commandPlace(file, flags, 'look'), async ({ flow, place }) => {
    const { problems, nodes } = await checkFlow(flow, place)
    const faults = problems.filter(problem => problem.level === 'must_fix')
    if (flags.json) print({ problems })
    else {
      const read = Object.entries(nodes).flatMap(([node, { notes = [] }]) => notes.map(note => `as read  ${node}: ${note}\n`))
      const said = problems.map(
        ({ level, node, message }) => `${level === 'must_fix' ? 'must fix' : 'worth a look'}  ${node ? `${node}: ` : ''}${message}\n`,
      )
      process.stdout.write([...read, ...(said.length ? said : ['No problems.\n'])].join(''))
    }
    return faults.length ? EXIT.misconfigured : EXIT.settled
  })

export const preview: Command = ([file = ''], flags) => {
  const rows = Math.min(positive(flags.rows, '--rows') ?? ROWS, ROWS_MAX)
  return looking(commandPlace(file, flags, 'look'), async ({ flow, place }) => {
    if (flags.node !== undefined && !flow.nodes.some(({ id }) => id === flags.node))
      throw new Misconfigured(`There is no step "${flags.node}" in this flow.`)
    const paths = await previewFlow(flow, flow.name, place, { rows, ...(flags.node !== undefined && { node: flags.node }) })
    const shown = paths.map(path => ({ ...path, nodes: path.nodes.filter(({ node }) => flags.node === undefined || node === flags.node) }))
    if (flags.json)
      print({
        paths: shown.map(({ fit: _, requests, ...path }) => ({
          ...path,
          requests: requests.map(({ method, url, body }) => ({ method, url, body })),
        })),
      })
    else process.stdout.write(shown.map(previewText).join('\n'))
    return paths.some(path => path.error) ? EXIT.failed : EXIT.settled
  })
}

export const explain: Command = ([file = ''], flags) => {
  const { key } = flags
  if (key === undefined)
    throw new Misconfigured('"tributary explain" needs --key VALUE.', 'Values of several key columns are joined by "/".')
  return looking(commandPlace(file, flags, 'look'), async ({ flow, place, store }) => {
    const told = await explained(flow, place, key, { flowId: flow.name, store })
    if (flags.json) print(told)
    else process.stdout.write(told.paths.map(explainedText).join('\n'))
    return told.found ? EXIT.settled : EXIT.failed
  })
}

async function looking<T>(opening: Promise<CommandPlace>, look: (place: CommandPlace) => Promise<T>): Promise<T> {
  const place = await opening
  try {
    return await look(place)
  } finally {
    await place.close()
  }
}

const print = (value: unknown) => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)

function previewText({ path, nodes, requests, error }: PathLook): string {
  const steps = nodes.map(({ node, in: entered, out, rows, results }) => {
    const left = results.map(({ key, code, message }) => `    ${key}  ${code}  ${message}\n`).join('')
    return `  ${node}: ${entered} in, ${out} out\n${rows.slice(0, 3).map(rowText).join('')}${left}`
  })
  const sent = requests.map(({ method, url, body }) => `  ${method} ${url}\n  ${body}\n`)
  return `${path}\n${steps.join('')}${sent.join('')}${error ? `  ${failureText(error)}\n` : ''}`
}
const rowText = (row: Row) => `    ${JSON.stringify(row)}\n`
