import { JSDOM } from 'jsdom'

/** Drawn in, never shown: Plot needs a document to make elements of. */
export const plotDocument = new JSDOM('').window.document
