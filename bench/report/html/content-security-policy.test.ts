import { expect, it } from 'vitest'
import { contentSecurityPolicy } from './content-security-policy.ts'

it('nothing may be loaded, and of scripts and styles only these texts may run', () => {
  // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
  expect(contentSecurityPolicy({ scripts: ['alert(1)'], styles: [''] })).toBe(
    "default-src 'none'; script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='; style-src 'none'; base-uri 'none'; form-action 'none'",
  )
})
