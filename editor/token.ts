/** A name that nobody else has. Unlike `crypto.randomUUID` it also exists where the page comes without https. */
export const freshToken = (): string => Array.from(crypto.getRandomValues(new Uint32Array(4)), n => n.toString(36)).join('-')
