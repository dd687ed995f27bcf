/** Why no request could leave, in our words: what the system, the HTTP client and TLS say with codes of their own. */

export interface Reason {
  code: string
  message: string
  /** No later attempt fares better before a person has changed something. */
  final?: true
}

export const REFUSED: Reason = { code: 'egress_refused', message: 'This address may not be reached from here.', final: true }

const certificate = (code: string): Reason => ({ code, message: 'No safe connection could be made, so nothing was sent.', final: true })
const REASONS: readonly (readonly [RegExp, Reason])[] = [
  [/^(enotfound|eai_again|eai_fail|enodata)/, { code: 'dns', message: 'The platform’s name could not be looked up.' }],
  [/^egress_refused/, REFUSED],
  [/^econnrefused/, { code: 'refused', message: 'Nobody answers at the platform’s address.' }],
  [/^und_err_connect_timeout|^etimedout/, { code: 'connect_timeout', message: 'The platform’s address did not answer in time.' }],
  [
    /^und_err_(invalid_arg|not_supported)/,
    {
      code: 'request_refused',
      message: 'The request could not be formed. The token or the address may hold a character that does not belong there.',
      final: true,
    },
  ],
  // A certificate that does not hold is a person's to look at: trying again would only knock at the wrong door.
  [/^(err_tls_cert_altname|hostname_mismatch)/, certificate('certificate_name')],
  [/^cert_has_expired/, certificate('certificate_expired')],
  [/^cert_not_yet_valid/, certificate('certificate_early')],
  [/^(depth_zero_self|self_signed|unable_to_|cert_|invalid_ca|invalid_purpose)/, certificate('certificate_untrusted')],
  // Cut or garbled on the way, which may be better a moment later.
  [/^(err_tls|err_ssl|eproto)/, { code: 'tls', message: 'A secure connection could not be made.' }],
]

/** `code`: of the failure, in lower case. */
export const reasonOf = (code: string): Reason =>
  REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? { code, message: 'The platform could not be reached.' }
