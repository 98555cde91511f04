import type { IncomingMessage } from 'node:http'
import type { ConditionalRequest, Decision } from '../../../servers/http/preconditions.ts'
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
    hooks: writingWhere((_request, decision) => decision === 'precondition-required'),
    findings: ['refused-write-changes-nothing'],
  },
  {
    does: 'writes whatever it refuses, and accepts nothing',
    hooks: () => ({ decide: (request, current) => (request.method === 'PUT' ? failed : decide(request, current)), refused: (commit) => commit() }),
    findings: ['refused-write-changes-nothing'],
  },
  {
    does: 'writes what it refuses by its date',
    hooks: writingWhere(({ ifUnmodifiedSince }) => ifUnmodifiedSince !== undefined),
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

/** Decides as it should, and carries out what it refuses where `isAtFault` says so. */
function writingWhere(isAtFault: (request: ConditionalRequest, decision: Decision) => boolean): WriteFault['hooks'] {
  return () => {
    let isRefusedInVain = false
    return {
      decide: (request, current) => {
        const decision = decide(request, current)
        isRefusedInVain = isAtFault(request, decision)
        return decision
      },
      refused: (commit) => {
        if (isRefusedInVain) commit()
      },
    }
  }
}

/** Only what races is sent on a kept connection. */
function isRacing({ method, headers }: IncomingMessage): boolean {
  return method === 'PUT' && headers.connection !== 'close'
}

const failed = 'precondition-failed'
