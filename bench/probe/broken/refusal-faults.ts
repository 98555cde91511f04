import type { IncomingMessage } from 'node:http'
import { decideWrite as decide } from './decide-write.ts'
import type { WriteFault } from './write-faults.ts'

/** What is refused and carried out, or told to be carried out and is not. */
export const refusalFaults: readonly WriteFault[] = [
  {
    does: 'writes what it refuses',
    hooks: () => ({ refused: (commit) => commit() }),
    findings: ['refused-write-changes-nothing'],
  },
  {
    does: 'writes what it refuses for want of a precondition',
    hooks: () => {
      let isMissing = false
      return {
        decide: (request, current) => {
          const decision = decide(request, current)
          isMissing = decision === 'precondition-required'
          return decision
        },
        refused: (commit) => {
          if (isMissing) commit()
        },
      }
    },
    findings: ['refused-write-changes-nothing'],
  },
  {
    does: 'writes whatever it refuses, and accepts nothing',
    hooks: () => ({ decide: (request, current) => (request.method === 'PUT' ? failed : decide(request, current)), refused: (commit) => commit() }),
    findings: ['refused-write-changes-nothing'],
  },
  {
    does: 'writes what it refuses by its date',
    hooks: () => {
      let isDated = false
      return {
        decide: (request, current) => {
          isDated = request.ifUnmodifiedSince !== undefined
          return decide(request, current)
        },
        refused: (commit) => {
          if (isDated) commit()
        },
      }
    },
    findings: ['refused-write-changes-nothing'],
  },
  {
    does: 'refuses both of two PUTs at once',
    hooks: () => ({ decide: (request, current, message) => (isRacing(message) ? failed : decide(request, current)) }),
    findings: ['simultaneous-writes-none-won'],
  },
  {
    does: 'says that one of two PUTs at once succeeded, and writes neither',
    hooks: () => {
      let racing = 0
      return {
        decide: (request, current, message) => (isRacing(message) ? failed : decide(request, current)),
        answer: (answer, message) => (isRacing(message) && (racing += 1) % 2 === 1 ? { status: 204, headers: {}, content: Buffer.alloc(0) } : answer),
      }
    },
    findings: ['simultaneous-writes-winner-lost'],
  },
]

/** Only what races is sent on a kept connection. */
function isRacing({ method, headers }: IncomingMessage): boolean {
  return method === 'PUT' && headers.connection !== 'close'
}

const failed = 'precondition-failed'
