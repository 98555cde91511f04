import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { expect, it } from 'vitest'
import { TargetError } from '../target-error.ts'
import { openConnection } from './open-connection.ts'

/** Good for localhost until 2126, and trusted by nobody. */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgWCLiWBGoI6DRpdcU
u0UHKkzEvvIdfXE5wvtDCs6v+vGhRANCAAQydypI0CKro+BIQoxDxfXpNBCQOf56
uDYANp6LHxVMDtA11+u/v0UYc/vn3iQACJGtX8EBCET4gFdLnSZf67yx
-----END PRIVATE KEY-----`
const cert = `-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUEtjly7rURV4GIhFsH3IIYauY6REwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTA4MTM1M1oYDzIxMjYxMDI4
MDgxMzUzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQydypI0CKro+BIQoxDxfXpNBCQOf56uDYANp6LHxVMDtA11+u/v0UY
c/vn3iQACJGtX8EBCET4gFdLnSZf67yxo1MwUTAdBgNVHQ4EFgQUW86g1jrNq0a4
/pJZ9osdGzcuu48wHwYDVR0jBBgwFoAUW86g1jrNq0a4/pJZ9osdGzcuu48wDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEA1sEeETOjDx+ELvLRXnCl
7GjdSdfWPkx7nW40pz1cbP8CIGMgyglMpEZteN/VUneH+EGa9q823hJUfqxfYJUF
wAOn
-----END CERTIFICATE-----`

it('a certificate that nobody trusts is told as such, and what to do', async () => {
  const server = createServer({ key, cert }, (socket) => void socket.on('error', () => {})).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const error: unknown = await openConnection(new URL(`https://127.0.0.1:${port}/`), 5_000, new AbortController().signal).catch((reason: unknown) => reason)
  server.close()
  expect(error).toBeInstanceOf(TargetError)
  expect(error).toMatchObject({
    kind: 'tls',
    message: expect.stringMatching(
      /^the certificate of 127\.0\.0\.1:\d+ is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT: .*\): for a certificate or an authority of your own, put NODE_EXTRA_CA_CERTS=ca\.pem into the environment$/,
    ) as string,
  })
})
