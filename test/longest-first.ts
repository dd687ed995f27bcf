/** The files that take minutes start first, also where no earlier run says which they are: the last one to start is waited for alone. */
import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** From whole processes and browsers down to single functions. */
const ROOMS = ['test/proof/', 'test/e2e/', 'test/', 'nodes/', 'server/']

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}

function rank({ moduleId, project }: TestSpecification): number {
  const path = relative(project.config.root, moduleId)
  const place = ROOMS.findIndex(room => path.startsWith(room))
  return place === -1 ? ROOMS.length : place
}
