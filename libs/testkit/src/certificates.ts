import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { realPart } from './parts.ts';
import { temporaryFolder } from './temp.ts';

/** PEM files of an authority and of a server on this machine that it signed. */
export interface Certificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Made anew each time by the commands of docker/README.md; gone when the spec file is over. */
export function makeCertificates(): Certificates {
  const folder = temporaryFolder();
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('san.cnf'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  const elliptic = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const authority = ['req', '-x509', ...elliptic, '-days', '2', '-subj', '/CN=Test CA'];
  openssl(...authority, '-keyout', at('ca.key'), '-out', at('ca.crt'));
  openssl('req', '-new', ...elliptic, '-subj', '/CN=localhost', '-keyout', at('server.key'), '-out', at('server.csr'));
  const signer = ['-CA', at('ca.crt'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2'];
  openssl('x509', '-req', '-in', at('server.csr'), ...signer, '-extfile', at('san.cnf'), '-out', at('server.crt'));
  return { ca: at('ca.crt'), cert: at('server.crt'), key: at('server.key') };
}

function openssl(...args: string[]): void {
  const { status, stderr } = spawnSync(realPart('openssl') ?? 'openssl', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl failed: ${stderr}`);
}
