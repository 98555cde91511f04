/** A function that is true on its nth call, its 2nth, and so on: when a fault shows depends on no chance. */
export function everyNth(n: number): () => boolean {
  let calls = 0
  return () => {
    calls += 1
    return calls % n === 0
  }
}
