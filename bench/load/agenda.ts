interface Appointment<Entry> {
  readonly dueNs: number
  /** How many were added before it. */
  readonly order: number
  readonly entry: Entry
}

/**
 * What is due when, earliest first, equal times in the order in which they were added: a binary heap, so that adding
 * and taking cost a few comparisons however many are waiting.
 */
export class Agenda<Entry> {
  readonly #heap: Appointment<Entry>[] = []
  #added = 0

  /** Of the earliest; `undefined` when nothing is left. */
  get nextDueNs(): number | undefined {
    return this.#heap[0]?.dueNs
  }

  /** The earliest, which stays. */
  peek(): Entry | undefined {
    return this.#heap[0]?.entry
  }

  add(dueNs: number, entry: Entry): void {
    const appointment = { dueNs, order: this.#added, entry }
    this.#added += 1
    this.#heap.push(appointment)
    this.#rise(appointment, this.#heap.length - 1)
  }

  /** Takes the earliest out. */
  take(): Entry | undefined {
    const first = this.#heap[0]
    const last = this.#heap.pop()
    if (last !== undefined && last !== first) this.#sink(last)
    return first?.entry
  }

  #rise(appointment: Appointment<Entry>, from: number): void {
    const heap = this.#heap
    let at = from
    while (at > 0) {
      const parentAt = (at - 1) >> 1
      const parent = heap[parentAt]
      if (parent === undefined || !isBefore(appointment, parent)) break
      heap[at] = parent
      at = parentAt
    }
    heap[at] = appointment
  }

  /** Puts the appointment where the first was, and down to its place. */
  #sink(appointment: Appointment<Entry>): void {
    const heap = this.#heap
    let at = 0
    for (;;) {
      let childAt = 2 * at + 1
      let child = heap[childAt]
      const right = heap[childAt + 1]
      if (child !== undefined && right !== undefined && isBefore(right, child)) {
        child = right
        childAt += 1
      }
      if (child === undefined || !isBefore(child, appointment)) break
      heap[at] = child
      at = childAt
    }
    heap[at] = appointment
  }
}

function isBefore<Entry>(one: Appointment<Entry>, other: Appointment<Entry>): boolean {
  return one.dueNs < other.dueNs || (one.dueNs === other.dueNs && one.order < other.order)
}
