import { formatSize } from '../../servers/resource/size.ts'
import type { UnitCost } from '../archive/estimates-schema.ts'

/** `sha256/10kB/304`, with its load where that is not saturated; without a class a strategy and a size. */
export function cellName({ arm, sizeBytes, responseClass, load }: { readonly arm: string; readonly sizeBytes: number; readonly responseClass?: string; readonly load?: string }): string {
  const parts = [arm, formatSize(sizeBytes), ...(responseClass === undefined ? [] : [responseClass])]
  return `${parts.join('/')}${load === undefined || load === 'saturated' ? '' : ` ${load}`}`
}

export const cellOf = ({ arm, sizeBytes, responseClass, load }: UnitCost) => ({ arm, sizeBytes, responseClass, load })
