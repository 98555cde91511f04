/** The members of a list of tokens such as Vary or Content-Encoding, in lower case. */
export function membersOf(fieldValue: string | undefined): readonly string[] {
  return (fieldValue ?? '').split(',').map(member => member.trim().toLowerCase()).filter(member => member !== '')
}

/** Directives of Cache-Control by name in lower case, quotes taken off arguments (RFC 9111 §5.2); the first of a name counts. */
export function directivesOf(fieldValue: string | undefined): ReadonlyMap<string, string | undefined> {
  const directives = new Map<string, string | undefined>()
  for (const [, name = '', quoted, plain] of (fieldValue ?? '').matchAll(directive)) {
    if (!directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), quoted ?? plain)
  }
  return directives
}

const directive = /([!#$%&'*+.^_`|~\w-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]*)))?/g
