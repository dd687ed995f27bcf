/**
 * Hard cases: email addresses and digests. What is expected is what the platforms' papers say (Meta: customer information parameters, read 2026-09-12; Pinterest: OpenAPI 5.23) or,
 * where they are silent, what README.md of this room decided; never what came out.
 */
import { expect, test } from 'vitest'
import { all, each } from '../../test/stand-ins/tables.ts'
import type { Value } from '../contract.ts'
import { type Context, Unusable } from '../dialect.ts'
import { email } from './email.ts'
import { sealText } from './hashed.ts'

each('email', email, [
  // "Trim, lower case. Gmail dots and + tags stay."
  ['John.Doe@GMAIL.com', 'john.doe@gmail.com'],
  ['j.o.h.n.doe+news@gmail.com', 'j.o.h.n.doe+news@gmail.com'],
  ['USER+Tag+Two@GoogleMail.com', 'user+tag+two@googlemail.com'],
  ['  anna@example.org\t', 'anna@example.org'],
  ['\r\nanna@example.org\r\n', 'anna@example.org'],
  ['\u00a0anna@example.org\u00a0', 'anna@example.org'],
  ['\u3000anna@example.org', 'anna@example.org'],
  ['\ufeffanna@example.org', 'anna@example.org'],
  ['an\u00adna@example.org', 'anna@example.org'],
  ['an\u200d\u200cna@example.org', 'anna@example.org'],
  ['anna\u2060@example.org', 'anna@example.org'],
  ['\u200eanna@example.org\u200f', 'anna@example.org'],
  ['ＡＮＮＡ＠ＥＸＡＭＰＬＥ．ＯＲＧ', 'anna@example.org'],
  ['anna＠example.org', 'anna@example.org'],
  ['Jürgen@Müller.de', 'jürgen@müller.de'],
  ['JU\u0308RGEN@example.de', 'jürgen@example.de'],
  ['Straße@beispiel.de', 'straße@beispiel.de'],
  ['WEIẞ@beispiel.de', 'weiß@beispiel.de'],
  ['İrem@örnek.com.tr', 'i̇rem@örnek.com.tr'],
  ['IRMAK@ornek.com.tr', 'irmak@ornek.com.tr'],
  ['ırmak@ornek.com.tr', 'ırmak@ornek.com.tr'],
  ['почта@пример.рф', 'почта@пример.рф'],
  ['ПОЧТА@ПРИМЕР.РФ', 'почта@пример.рф'],
  ['ΕΛΛΗ@παράδειγμα.gr', 'ελλη@παράδειγμα.gr'],
  ['用户@例子.公司', '用户@例子.公司'],
  ['संपर्क@उदाहरण.भारत', 'संपर्क@उदाहरण.भारत'],
  ['Anna@xn--mller-kva.de', 'anna@xn--mller-kva.de'],
  ["O'NEIL@Example.IE", "o'neil@example.ie"],
  ['first_last-%x@Sub.Domain.Example.museum', 'first_last-%x@sub.domain.example.museum'],
  ['123456@qq.com', '123456@qq.com'],
  ['a@b.co', 'a@b.co'],
  ['_@b.co', '_@b.co'],
  ['x@1and1.com', 'x@1and1.com'],
  ['anna@a.b.c.d.example.com', 'anna@a.b.c.d.example.com'],
  ['#!$%&*+/=?^_`{|}~@example.org', '#!$%&*+/=?^_`{|}~@example.org'],
  ['a-b@my-shop.example', 'a-b@my-shop.example'],
  ...all('empty', '', '   ', 'null', 'NULL', 'N/A', 'None', 'undefined', '-', '\u200b', null),
  ...all('email_not_valid', 'anna', 'anna@', '@example.org', 'anna@@example.org', 'anna@example', 'anna@.org', 'anna@example..org'),
  ...all('email_not_valid', '.anna@example.org', 'anna.@example.org', 'anna@-example.org', 'anna@example-.org', 'anna@example.org.'),
  ...all(
    'email_not_valid',
    'anna @example.org',
    'anna@exa mple.org',
    'Anna <anna@example.org>',
    'a@b.co, c@d.co',
    'anna@example.o',
    'anna@10.0.0.1',
  ),
  ...all('email_not_valid', 'anna(at)example.org', 'anna@example,org', 'anna@[127.0.0.1]', '"anna b"@example.org', 'true', 12345, true),
])

const around: Context = { country: undefined, dayFirst: false, timezone: undefined, now: 0 }
/** A digest is any 64 hexadecimal characters; nobody can tell of what. */
const DIGEST = '59d07c6ea0cdf4ba4d8a71e0e4b0ac0aea0c3b2ea6f3f7b4e5b2d0d27d3b0d4f'
const sealed = (value: Value, options = {}) => {
  const wire = sealText(email, value, around, options)
  return wire instanceof Unusable ? wire.code : wire
}
test.each([
  ['a digest in capitals', DIGEST.toUpperCase(), DIGEST],
  ['a digest in both cases', DIGEST.slice(0, 30).toUpperCase() + DIGEST.slice(30), DIGEST],
  ['a digest with a line break', `${DIGEST}\n`, DIGEST],
  ['a digest after a byte order mark', `\ufeff${DIGEST}`, DIGEST],
  ['MD5', 'd41d8cd98f00b204e9800998ecf8427e', 'digest_not_sha256'],
  ['MD5 in capitals', 'D41D8CD98F00B204E9800998ECF8427E', 'digest_not_sha256'],
  ['SHA-1', 'da39a3ee5e6b4b0d3255bfef95601890afd80709', 'digest_not_sha256'],
  ['SHA-512', 'a'.repeat(128), 'digest_not_sha256'],
  ['SHA-256 in Base64', '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', 'digest_not_sha256'],
  // sha256("") and sha256("null"): they would join everybody whose field was empty.
  ['the digest of nothing', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'digest_of_nothing'],
  ['the digest of nothing in capitals', 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855', 'digest_of_nothing'],
  ['the digest of "null"', '74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b', 'digest_of_nothing'],
  ['63 letters of hexadecimal', DIGEST.slice(1), 'email_not_valid'],
  ['64 letters that are not', `g${DIGEST.slice(1)}`, 'email_not_valid'],
  ['nothing', '', 'empty'],
  ['a word for nothing', 'null', 'empty'],
] as const)('sealing: %s', (_, value, expected) => {
  expect(sealed(value)).toBe(expected)
  expect(sealed(value, { alreadyHashed: true })).toBe(expected === 'email_not_valid' ? 'not_a_digest' : expected)
})
