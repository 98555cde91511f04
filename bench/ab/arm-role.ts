/** The builds of one suite: `base-again` is base once more, so that a difference from base shows what is noise. */
export const armRoles = ['base', 'head', 'base-again'] as const
export type ArmRole = (typeof armRoles)[number]
