import { JSDOM } from 'jsdom'

export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** What stands directly in it. */
  readonly text: string
}

const parser = new (new JSDOM('').window.DOMParser)()

/** A test fixture: the root of the document. Throws where it is not well-formed XML 1.0. */
export function parseXml(document: string): XmlElement {
  const root = parser.parseFromString(document, 'application/xml').documentElement
  if (root.tagName === 'parsererror') throw new Error(root.textContent ?? 'not well-formed')
  return readElement(root)
}

function readElement(element: Element): XmlElement {
  return {
    name: element.tagName,
    attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
    children: [...element.children].map(readElement),
    text: [...element.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ nodeValue }) => nodeValue).join(''),
  }
}
