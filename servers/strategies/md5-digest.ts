import { hash } from 'node:crypto'

/** MD5, 32 hexadecimal digits. Anyone can make two contents that share it: not for content an attacker chooses. */
export function md5Digest(content: Uint8Array | string): string {
  return hash('md5', content, 'hex')
}
