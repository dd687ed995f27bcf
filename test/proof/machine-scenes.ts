/** Faults of the machine as scenes: each is a case of that suite, played with another build. */
import { clean, type Result } from './case.ts'
import type { Finding } from './checker.ts'
import { processFaults } from './process-faults.ts'
import type { Scene } from './scene.ts'

/** Of those that every machine can play. */
const names = [
  'SIGTERM while a request is under way',
  'SIGTERM twice: cut',
  'files may not grow',
  'the database is locked by another for 3 s',
  'the database is damaged',
] as const
export type MachineScene = (typeof names)[number]

const played =
  (name: MachineScene): Scene =>
  async (program, around): Promise<Finding> => {
    const results: Result[] = []
    const done = (result: Result) => void results.push(result)
    await processFaults({ ...around, ...(program && { program }), only: name, done }, Number.POSITIVE_INFINITY)
    return results[0] ?? { ...clean(), complaints: ['the case was not played'] }
  }
export const machineScenes = Object.fromEntries(names.map(name => [name, played(name)])) as Record<MachineScene, Scene>
