import { describe, expect, it } from 'vitest'
import type { Row } from '../../runtime/contract.ts'
import { maskRows } from './masking.ts'

const shown = (row: Row, personal: string[] = []) =>
  maskRows(
    [row],
    Object.keys(row).map(key => ({ key, type: 'text' })),
    new Set(personal),
  )[0]!

describe('a preview hides', () => {
  it.each<[string, unknown, unknown]>([
    ['customer_email', 'ann@example.com', 'a•••@example.com'],
    ['note', 'ann@example.com', 'a•••@example.com'],
    ['note', ' ann.b@example.com ', ' a•••@example.com '],
    ['note', 'wrote to ann@example.com, then <bob@example.org>', 'wrote to a•••@example.com, then <b•••@example.org>'],
    ['full_name', 'Ann Bell ann@example.com', 'A•••@example.com'],
    ['client_ip', ' 203.0.113.7', '2•••'],
    ['phone_number', '+33 6 39 98 02 50', '+•••'],
    ['phone', 33639980250, '•••'],
    ['first_name', 'Ann', 'A•••'],
    ['LastName', 'Bell', 'B•••'],
    ['client_ip', '203.0.113.7', '2•••'],
    ['somewhere', '203.0.113.7', '2•••'],
    ['somewhere', '2001:db8::1', '2•••'],
    ['user_agent', 'Mozilla/5.0', 'M•••'],
    ['postal_code', '75001', '7•••'],
    ['birth_date', '1990-04-03', '1•••'],
    ['emails', ['ann@example.com', 'b@example.com'], ['a•••@example.com', 'b•••@example.com']],
    ['customer', { email: 'ann@example.com', plan: 'gold' }, { email: 'a•••@example.com', plan: 'gold' }],
  ])('%s: %j', (key, value, mask) => {
    expect(shown({ [key]: value } as Row)).toEqual({ [key]: mask })
  })
  it('what the destination calls personal', () => {
    expect(shown({ 'user_data.fbp': 'fb.1.2.3' }, ['user_data.fbp'])).toEqual({ 'user_data.fbp': 'f•••' })
  })
})

describe('and shows', () => {
  it.each<[string, unknown]>([
    ['order_id', 'SO-830880'],
    ['order_total', '32.64'],
    ['created_at', '2026-11-15T06:00:33Z'],
    ['status', 'paid'],
    ['em', 'a'.repeat(64)],
    ['email', 'b'.repeat(64)],
    ['count', 3],
    ['paid', true],
    ['email', null],
    ['email', ''],
  ])('%s: %j', (key, value) => {
    expect(shown({ [key]: value } as Row)).toEqual({ [key]: value })
  })
})
