import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { initialBookkeeping } from './bookkeeping.ts'
import type { JsonObject } from './bookkeeping.ts'
import { minimumOrderBytes } from './size.ts'

export interface OrderOptions {
  readonly id: string
  readonly seed: number
  /** Of the order as `JSON.stringify` writes it, in UTF-8. */
  readonly contentBytes: number
}

interface Random {
  /** Both ends included. */
  integer(from: number, to: number): number
  pick<T>(values: readonly [T, ...T[]]): T
}

interface LineItem extends JsonObject {
  readonly quantity: number
  readonly unitPrice: number
}

/** From this size on an order has everything; a smaller one has a customer's name and plain items. */
const detailedOrderBytes = 1000

const people = ['Zoë Müller', 'Łukasz Wójcik', 'José Núñez', 'Amélie Dubois', '山田 花子', 'Mary Jones'] as const
const streets = ['Große Gasse', 'Rua São José', 'Nowy Świat', 'Rue de la Paix', 'High Street', 'Æblevej'] as const
const places: readonly [JsonObject, ...JsonObject[]] = [
  { postalCode: '80331', city: 'München', country: 'DE' },
  { postalCode: '00-001', city: 'Łódź', country: 'PL' },
  { postalCode: '75002', city: 'Paris', country: 'FR' },
  { postalCode: '4000-322', city: 'Évora', country: 'PT' },
  { postalCode: '8000', city: 'Århus', country: 'DK' },
]
const products = ['Espresso cups', 'Café filter', 'Garden hose 25 m', 'USB-C cable', 'Desk lamp "Lumo"'] as const
const labels = ['kitchen', 'garden', 'office', 'sale', 'fragile', 'été', 'gift'] as const
const taxRates = [0.07, 0.19, 0.2, 0.25] as const
const phrase = 'Please ring twice, leave the parcel with a neighbour and send a message. '

/**
 * An order with line items, the same for the same options. Items make up its size as far as they fit and a note the rest,
 * so that it is exactly `contentBytes` long. Its first members are `edit` and `id`, and no other member is named `edit`.
 * Throws an Error where `contentBytes` is too little.
 */
export function makeOrder({ id, seed, contentBytes }: OrderOptions): JsonObject {
  const random = createRandom(`${seed}/${id}`)
  const detailed = contentBytes >= detailedOrderBytes
  const head = { edit: initialBookkeeping, id, ...(detailed ? detailedHead(random) : plainHead(random)) }
  const items = [detailed ? detailedItem(random) : plainItem(random)]
  // An item takes its own text and a comma; eight bytes are enough for the total to grow by.
  let spareBytes = contentBytes - serialisedBytes(finish(head, items, '')) - 8
  for (;;) {
    const item = detailed ? detailedItem(random) : plainItem(random)
    spareBytes -= serialisedBytes(item) + 1
    if (spareBytes < 0) break
    items.push(item)
  }
  const noteBytes = contentBytes - serialisedBytes(finish(head, items, ''))
  if (noteBytes < 0) {
    throw new Error(
      `order "${id}" does not fit into ${contentBytes} bytes, it takes ${contentBytes - noteBytes}: ask for more ` +
        `(${minimumOrderBytes} are enough for an id of up to 9 characters)`,
    )
  }
  return finish(head, items, phrase.repeat(Math.ceil(noteBytes / phrase.length)).slice(0, noteBytes))
}

function finish(head: JsonObject, items: readonly LineItem[], note: string): JsonObject {
  let netCents = 0
  for (const { quantity, unitPrice } of items) netCents += quantity * Math.round(unitPrice * 100)
  return { ...head, items, total: netCents / 100, note }
}

function plainHead(random: Random): JsonObject {
  return {
    status: 'paid',
    customer: { number: random.integer(10_000, 99_999), name: random.pick(people) },
    currency: 'EUR',
  }
}

function detailedHead(random: Random): JsonObject {
  const placedAtMs = Date.UTC(2024, 0, 1) + random.integer(0, 366 * 86_400) * 1000
  return {
    status: random.pick(['paid', 'packed', 'shipped']),
    placedAt: new Date(placedAtMs).toISOString(),
    customer: {
      number: random.integer(10_000, 99_999),
      name: random.pick(people),
      email: `customer${random.integer(100, 999)}@example.com`,
      newsletter: random.integer(0, 1) === 1,
    },
    shippingAddress: address(random),
    billingAddress: random.integer(0, 1) === 1 ? address(random) : null,
    currency: 'EUR',
  }
}

function address(random: Random): JsonObject {
  return { street: `${random.pick(streets)} ${random.integer(1, 199)}`, ...random.pick(places) }
}

function plainItem(random: Random): LineItem {
  return {
    sku: sku(random),
    name: random.pick(products),
    quantity: random.integer(1, 9),
    unitPrice: random.integer(99, 19_999) / 100,
  }
}

function detailedItem(random: Random): LineItem {
  const rate = random.pick(taxRates)
  const item = plainItem(random)
  return {
    ...item,
    tax: { rate, amount: Math.round(item.unitPrice * rate * 100) / 100 },
    tags: [random.pick(labels), random.pick(labels)],
    inStock: random.integer(0, 9) > 0,
    comment: random.integer(0, 3) === 0 ? 'Gift wrap, s’il vous plaît' : null,
  }
}

function sku(random: Random): string {
  const letter = () => String.fromCharCode(random.integer(65, 90))
  return `${letter()}${letter()}-${random.integer(1000, 9999)}`
}

function serialisedBytes(value: JsonObject): number {
  return Buffer.byteLength(JSON.stringify(value))
}

function createRandom(key: string): Random {
  const generator = xoroshiro128plus(hash32(key))
  const integer = (from: number, to: number) => uniformInt(generator, from, to)
  return { integer, pick: (values) => values[integer(0, values.length - 1)] ?? values[0] }
}

/** FNV-1a: near keys give unlike generators. */
function hash32(key: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(key)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash
}
