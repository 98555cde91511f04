/** A word or a mark of the page, and what it means in plain words. */
export interface Explanation {
  readonly term: string
  readonly meaning: string
}

/** How to read a page without having read METHOD.md. */
export const readingGuide: readonly Explanation[] = [
  { term: '200, 304', meaning: 'A poll that finds a change gets the document again (200). With a tag, a poll that finds no change gets a short "not modified" (304).' },
  { term: 'put, 412', meaning: 'A write says which copy it was made from. If that is still the current one, it is accepted; if somebody else was faster, it is refused (412) and the editor starts over.' },
  { term: 'none, the control', meaning: 'No tag at all: every poll gets the document, every write is accepted. Its cost is what all others are compared with, on the same request in the same launch.' },
  { term: '×0.13 [0.12, 0.14]', meaning: '0.13 times the cost of the control; with 95 % confidence between 0.12 and 0.14. The confidence is over fresh starts of the server, not over requests.' },
  { term: 'Cannot be told apart', meaning: 'The interval of the direct comparison includes "equal". It does not mean that they are equal: a longer run (--thorough) may separate them.' },
  { term: 'Saturated, 100/s', meaning: 'Saturated is as fast as the server goes. At a fixed rate it waits between requests, and each one pays for waking it up. Know which one your server is.' },
  { term: 'Server CPU', meaning: 'Time on a processor of the server process, all its threads, measured by the kernel. Compare ratios: microseconds belong to this machine at this hour.' },
  { term: 'Lost edit', meaning: 'The server said "accepted", and the change is not in the document: somebody overwrote it without having seen it. Counted by two oracles that must agree.' },
  { term: 'False 304', meaning: 'A client was told that nothing had changed when something had. It saves nothing: the client shows an outdated document.' },
  { term: 'Void', meaning: 'A measurement that broke a rule, such as a server that was not busy. It is named with its reason, and never averaged in.' },
]
