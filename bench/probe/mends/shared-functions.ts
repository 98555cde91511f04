/** Functions that the code for Express and for Fastify has in common. */

export const tagIsKnown = `const opaque = (tag) => tag.replace(/^W\\//, '')

/** Lists, \`*\`, empty members, commas inside a tag, weak against strong. */
function tagIsKnown(ifNoneMatch, tag) {
  if (ifNoneMatch?.trim() === '*') return true
  const tags = ifNoneMatch?.match(/(?:W\\/)?"[^"]*"/g) ?? []
  return tags.some((each) => opaque(each) === opaque(tag))
}`

export const tagIsCurrent = `/** Strongly: a weak tag never matches, nor does an empty list. */
function tagIsCurrent(ifMatch, tag) {
  if (ifMatch.trim() === '*') return true
  const tags = ifMatch.match(/(?:W\\/)?"[^"]*"/g) ?? []
  return tags.includes(tag)
}`

/** What `new Date()` takes beyond the three forms of RFC 9110 §5.6.7 does not come out of it again as it went in. */
export const httpDateMs = `/** Of the three forms of HTTP-date, and of nothing else: NaN. */
function httpDateMs(text = '') {
  const date = new Date(text.endsWith('GMT') ? text : \`\${text} GMT\`)
  if (Number.isNaN(date.getTime())) return NaN
  const imfFixdate = date.toUTCString() // Sun, 06 Nov 1994 08:49:37 GMT
  const [weekday, day, month, year, time] = imfFixdate.split(/,? /)
  const inFull = { weekday: 'long', timeZone: 'UTC' }
  const longWeekday = date.toLocaleDateString('en', inFull)
  const forms = [
    imfFixdate,
    \`\${longWeekday}, \${day}-\${month}-\${year.slice(-2)} \${time} GMT\`,
    \`\${weekday} \${month} \${day.replace(/^0/, ' ')} \${time} \${year}\`,
  ]
  return forms.includes(text) ? date.getTime() : NaN
}`
