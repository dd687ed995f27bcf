/**
 * For a server of a test's own: it never ends a connection that rests, whoever asks does. Node ends one after five seconds, and
 * in a process too busy to notice in time a request is written to it just then: reset, although nobody meant a failure.
 */
export const STAYS_OPEN = { keepAliveTimeout: 0 }
