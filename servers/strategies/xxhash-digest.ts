import xxhash from 'xxhash-wasm'

const { h64Raw } = await xxhash()

/** XXH64 with seed 0, 16 hexadecimal digits. Anyone can make two contents that share it: not for content an attacker chooses. */
export function xxhashDigest(content: Uint8Array): string {
  return h64Raw(content).toString(16).padStart(16, '0')
}
