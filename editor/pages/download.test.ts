import { expect, it } from 'vitest'
import { fileName } from './download.ts'

it.each([
  ['Store purchases to Meta.yaml', 'Store purchases to Meta.yaml'],
  ['../../etc/passwd', 'etc passwd'],
  ['a/b\\c:d*e?f"g<h>i|j.json', 'a b c d e f g h i j.json'],
  ['Käufe — März.json', 'Käufe — März.json'],
  ['...', 'flow'],
])('a flow called %s becomes a file called %s', (name, file) => expect(fileName(name)).toBe(file))
