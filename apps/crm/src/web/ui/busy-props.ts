/**
 * For a button while its answer is on the way. It is not disabled: one that is loses the focus, and with it the place of whoever
 * uses the keyboard. Its handler has to look for itself.
 */
export const busyProps = (isBusy: boolean) => (isBusy ? { 'aria-disabled': true, 'data-disabled': true } : {});
