/** A reason not to start that a person can do something about; its message says what. */
export class StartError extends Error {}
