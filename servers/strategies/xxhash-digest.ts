import xxhash from 'xxhash-wasm'

const { h64, h64Raw } = await xxhash()

/** XXH64 with seed 0, 16 hexadecimal digits. Anyone can make two contents that share it: not for content an attacker chooses. */
export function xxhashDigest(content: Uint8Array): string {
  return hexDigits(h64Raw(content))
}

/** The same of the UTF-8 that the text encodes to. No strategy hashes text: it is here to be compared with the above. */
export function xxhashTextDigest(text: string): string {
  return hexDigits(h64(text))
}

const hexDigits = (digest: bigint) => digest.toString(16).padStart(16, '0')
