import { parseCookie, stringifySetCookie } from 'cookie';

/** Where the token of a session travels. */
export class SessionCookie {
  readonly #name: string;
  readonly #isSecure: boolean;

  /**
   * @param origin where the page is; over https the cookie is for it alone: `__Host-` is refused by browsers unless it is
   *   Secure, of this host and of all its paths
   */
  constructor(origin: string | null) {
    this.#isSecure = origin?.startsWith('https:') === true;
    this.#name = this.#isSecure ? '__Host-clearwell' : 'clearwell';
  }

  /** The token a browser sent, or null. */
  read(header: string | undefined): string | null {
    const token = header === undefined ? undefined : parseCookie(header)[this.#name];
    return token === undefined || token === '' ? null : token;
  }

  /** `Set-Cookie` of a token; of null, to forget it. It is gone with the browser, and sooner by the server's clock. */
  write(token: string | null): string {
    return stringifySetCookie({
      name: this.#name,
      value: token ?? '',
      path: '/',
      httpOnly: true,
      // Strict costs nothing: a link from elsewhere opens the page, and what the page asks for is asked by the page.
      sameSite: 'strict',
      ...(this.#isSecure && { secure: true }),
      ...(token === null && { maxAge: 0 }),
    });
  }
}
