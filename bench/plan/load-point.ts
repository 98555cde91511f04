/** How hard the server works while a cell is measured. Every CPU figure names it. */
export type LoadPoint = 'saturated' | 'closed-autocannon' | 'closed-users' | `${number}/s`
