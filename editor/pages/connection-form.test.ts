import { describe, expect, it } from 'vitest'
import { fieldsOf, freeName, missing, settingsOf, startingText } from './connection-form.ts'

const schema = {
  type: 'object',
  properties: {
    dataset: { type: 'string', title: 'Dataset ID', description: 'Digits.', listed: true },
    token: { type: 'string', title: 'Access token', secret: true },
    port: { type: 'integer', title: 'Port', default: 5432, advanced: true },
    version: { type: 'string', enum: ['v1', 'v2'], default: 'v2', title: 'Version', advanced: true },
    ssl: { type: 'boolean', title: 'Encrypted' },
    zone: { anyOf: [{ type: 'string' }, { type: 'null' }], title: 'Zone' },
  },
  required: ['dataset', 'token', 'port', 'version'],
}

describe('the form of a connection', () => {
  const fields = fieldsOf(schema)

  it('reads titles, types, secrets and what is required from the schema', () => {
    expect(fields.map(f => [f.key, f.type, f.secret, f.required, f.advanced])).toEqual([
      ['dataset', 'text', false, true, false],
      ['token', 'text', true, true, false],
      ['port', 'number', false, false, true],
      ['version', 'choice', false, false, true],
      ['ssl', 'boolean', false, false, false],
      ['zone', 'text', false, false, false],
    ])
    expect(fields[3]!.choices.map(choice => choice.id)).toEqual(['v1', 'v2'])
    expect(fields.filter(f => f.listed).map(f => f.key)).toEqual(['dataset'])
  })

  it('joins alternatives and requires only what all of them do', () => {
    const either = fieldsOf({
      anyOf: [
        { type: 'object', properties: { url: { type: 'string', secret: true }, schema: { type: 'string' } }, required: ['url', 'schema'] },
        { type: 'object', properties: { host: { type: 'string' }, schema: { type: 'string' } }, required: ['host', 'schema'] },
      ],
    })
    expect(either.map(f => [f.key, f.required])).toEqual([
      ['url', false],
      ['schema', true],
      ['host', false],
    ])
  })

  it('never starts with a stored secret, and sends a secret only when it was typed', () => {
    const typed = startingText(fields, { dataset: '123', token: '••••abcd', port: 5433 })
    expect(typed).toEqual({ dataset: '123', token: '', port: '5433', version: '', ssl: '', zone: '' })
    expect(settingsOf(fields, typed)).toEqual({ dataset: '123', port: 5433 })
    expect(settingsOf(fields, { ...typed, token: ' new secret', ssl: 'true' })).toEqual({
      dataset: '123',
      port: 5433,
      token: ' new secret',
      ssl: true,
    })
  })

  it('asks for what is missing; a stored secret is not', () => {
    const typed = startingText(fields, undefined)
    expect(typed.port).toBe('5432')
    expect(missing(fields, typed, false)).toEqual(['dataset', 'token'])
    expect(missing(fields, { ...typed, dataset: '1' }, true)).toEqual([])
  })

  it('finds a free name', () => {
    expect(freeName('meta', [])).toBe('meta')
    expect(freeName('meta', ['meta', 'meta-2'])).toBe('meta-3')
  })
})
