// A hash in a server that answers requests, once: started by run-child.ts for each launch. argv: an InHandlerJob as JSON;
// stdout: an InHandlerAnswer.
import { hashFunctions } from './hash-functions.ts'
import type { InHandlerAnswer, InHandlerJob } from './in-handler-job.ts'
import { makeMaterial } from './material.ts'
import { measureInHandler } from './measure-in-handler.ts'

const { hash: name, sizesBytes, seed, payloadFile } = JSON.parse(process.argv[2] ?? '') as InHandlerJob
const hash = hashFunctions.find((each) => each.name === name)
if (hash === undefined) throw new Error(`no hash is named "${name}"`)
const materials = await Promise.all(sizesBytes.map(async (sizeBytes) => ({ sizeBytes, material: await makeMaterial({ sizeBytes, seed, payloadFile }) })))
const answer: InHandlerAnswer = { figures: await measureInHandler(hash, materials) }
process.stdout.write(`${JSON.stringify(answer)}\n`)
