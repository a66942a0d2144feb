/** What the server wants to see with each change of a session: only a page of its own can know it. */
let token: string | null = null;

export const keepCsrfToken = (given: string | null): void => {
  token = given;
};

export const csrfHeader = (): Readonly<Record<string, string>> => (token === null ? {} : { 'x-csrf-token': token });
