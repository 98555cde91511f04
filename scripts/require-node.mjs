// Plain JavaScript that every Node since 12 can run: it is what stands between an old Node and a stack trace.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    `etag-bench needs Node 24 or newer and runs on ${process.version}: run "npm ci" with install scripts allowed (it brings the pinned Node 26 in the package "node"), or put a newer Node on the PATH.`,
  )
  process.exit(2)
}
