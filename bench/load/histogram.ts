import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js'

export interface DurationSummary {
  readonly count: number
  readonly p50Ns: number
  readonly p90Ns: number
  readonly p99Ns: number
  readonly maxNs: number
}

/** Durations in integer nanoseconds, at least 1, to three significant digits: every figure is at most 0.1 % too high. */
export class DurationHistogram {
  readonly #histogram = emptyHistogram()

  /** Reads what `encoded` wrote. Throws if the text is something else. */
  static decode(text: string): DurationHistogram {
    const durations = new DurationHistogram()
    // Not used as it comes: unlike ours, a decoded histogram cannot grow to take in another one.
    durations.#histogram.add(decodeFromCompressedBase64(text, 32, false))
    return durations
  }

  record(durationNs: number): void {
    this.#histogram.recordValue(Math.max(1, Math.round(durationNs)))
  }

  /** Adds all durations of another one: percentiles of the whole, which those of the parts do not give. */
  add(other: DurationHistogram): void {
    this.#histogram.add(other.#histogram)
  }

  /** Of nothing recorded: zeroes. */
  summary(): DurationSummary {
    const histogram = this.#histogram
    return {
      count: histogram.totalCount,
      p50Ns: histogram.getValueAtPercentile(50),
      p90Ns: histogram.getValueAtPercentile(90),
      p99Ns: histogram.getValueAtPercentile(99),
      maxNs: histogram.getValueAtPercentile(100),
    }
  }

  /** Nanoseconds that so many per cent of the durations do not exceed; of nothing recorded: 0. */
  valueAtPercentile(percent: number): number {
    return this.#histogram.getValueAtPercentile(percent)
  }

  /** HdrHistogram's compressed V2 form in base64. */
  encoded(): string {
    return encodeIntoCompressedBase64(this.#histogram)
  }
}

function emptyHistogram(): Histogram {
  return build({
    bitBucketSize: 32,
    autoResize: true,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 60_000_000_000,
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  })
}
