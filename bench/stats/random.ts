import { createHash } from 'node:crypto'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/** A stream of pseudo-random draws that its seed and its labels alone decide. */
export interface Random {
  /** The next draw, uniform in [0, 1), a multiple of 2^-53. */
  next(): number
  /** An integer, uniform in 0 .. n - 1. Throws a RangeError unless n is an integer in 1 .. 2^32. */
  integer(n: number): number
  /** A copy in uniformly random order (Fisher-Yates). */
  shuffle<T>(items: readonly T[]): T[]
  /**
   * A stream of its own for `label`. It depends on the seed and the labels on the way here, never on how much was
   * drawn before, so that one more draw in one place leaves every other place as it was.
   */
  fork(label: string): Random
}

/** The stream of `seed`, which may be any finite number; neighbouring seeds give unrelated streams. */
export function createRandom(seed: number): Random {
  if (!Number.isFinite(seed)) throw new RangeError(`seed ${seed} is not a finite number; give an integer such as 1`)
  return randomOf(sha256(`seed ${seed}`))
}

function randomOf(key: Buffer): Random {
  // The generator's own seeding sets three of its four words alike for neighbouring seeds; a digest fills all of them.
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map(offset => key.readInt32LE(offset)))
  const integer = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) throw new RangeError(`integer(${n}): n must be in 1 .. 2^32`)
    return uniformInt(generator, 0, n - 1)
  }
  return {
    next: () => uniformFloat64(generator),
    integer,
    shuffle: items => {
      const shuffled = [...items]
      for (let last = shuffled.length - 1; last > 0; last--) {
        const pick = integer(last + 1)
        const moved = shuffled[last]!
        shuffled[last] = shuffled[pick]!
        shuffled[pick] = moved
      }
      return shuffled
    },
    fork: label => randomOf(sha256(key, label)),
  }
}

function sha256(...parts: readonly (string | Buffer)[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
