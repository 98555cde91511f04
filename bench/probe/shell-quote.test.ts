import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { shellQuote } from './shell-quote.ts'

it.each(['http://a.example/?a=1&b=2', "it's; $(echo x) `echo y` \\ \"z\""])('a shell takes %s as one word, as it is', (text) => {
  expect(execFileSync('sh', ['-c', `printf '<%s>' ${shellQuote(text)}`], { encoding: 'utf8' })).toBe(`<${text}>`)
})
