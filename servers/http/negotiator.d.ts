/** The part of negotiator 1 that content-coding.ts uses; it brings no types. */
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: { readonly headers: Readonly<Record<string, string | undefined>> })
    /** The most preferred of those available; undefined where none is acceptable. */
    encoding<Coding extends string>(
      available: readonly Coding[],
      options?: { readonly preferred?: readonly string[] },
    ): Coding | undefined
  }
}
