/**
 * What is asked and what a working server answers: `200` a poll that finds a change, `304` one that finds none, `put` a
 * write whose precondition holds, `412` one whose precondition fails. `none` answers 200 and 204 to the same requests.
 */
export const responseClasses = ['200', '304', 'put', '412'] as const
export type ResponseClass = (typeof responseClasses)[number]
