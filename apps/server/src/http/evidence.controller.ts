import { alertIdSchema, problemSchema } from '@clearwell/contracts';
import type { AlertId } from '@clearwell/water-quality';
import { Controller, Get, Headers, Inject, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { identityOf } from '../access/access-guard.ts';
import { Allow } from '../access/rules.ts';
import { Veil, type View } from '../access/veil.ts';
import { EvidenceKeeper, type SealedEvidence } from '../alerts/evidence-keeper.ts';
import { evidencePage } from '../alerts/evidence-page.ts';
import { compress } from './compress.ts';
import { ApiInput } from './open-api.ts';

const idParam = { schema: alertIdSchema };
const ofAlert = { path: { id: alertIdSchema } };
const unknown = { status: 404, standardSchema: problemSchema, description: 'Nothing was sealed of such an alert' };

/** Nothing is fetched and nothing runs: what stands in it was written by stations and people. */
const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/** What was sealed of alerts, as data and on paper. */
@ApiTags('Alerts')
@Controller('api/alerts')
export class EvidenceController {
  readonly #keeper: EvidenceKeeper;
  readonly #veil: Veil;

  constructor(@Inject(EvidenceKeeper) keeper: EvidenceKeeper, @Inject(Veil) veil: Veil) {
    this.#keeper = keeper;
    this.#veil = veil;
  }

  @Get(':id/evidence')
  @Allow('map.see')
  @ApiInput(ofAlert)
  @ApiOperation({
    summary: 'All evidence that was sealed of an alert, with its seals, to be kept as a file',
    description:
      'A seal is the SHA-256, in hex, of `{bundle, number, previous}` in canonical JSON (RFC 8785); `previous` is the hash of the seal before, of whatever alert. To whoever is not signed in names and comments are left out (`veiled`): the seals are over the whole.',
  })
  @ApiResponse({ status: 200, description: '`{alert, veiled, sealed: [{seal, bundle}]}`, oldest first' })
  @ApiResponse(unknown)
  async download(
    @Param('id', idParam) id: AlertId,
    @Headers('accept-encoding') accepted: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const view = this.#veil.viewOf(identityOf(request).principal);
    const text = JSON.stringify({ alert: id, veiled: view.isVeiled, sealed: this.#sealedOf(id, view) });
    void reply.header('Content-Disposition', `attachment; filename="${id}-evidence.json"`);
    await send(reply, { text, type: 'application/json; charset=utf-8', accepted });
  }

  @Get(':id/evidence.html')
  @Allow('map.see')
  @ApiInput(ofAlert)
  @ApiOperation({ summary: 'The newest evidence of an alert as one page to be printed, with charts' })
  @ApiResponse({ status: 200, content: { 'text/html': { schema: { type: 'string' } } }, description: 'Stands alone' })
  @ApiResponse(unknown)
  async page(
    @Param('id', idParam) id: AlertId,
    @Headers('accept-encoding') accepted: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const view = this.#veil.viewOf(identityOf(request).principal);
    const sealed = this.#sealedOf(id, view);
    const newest = sealed.at(-1);
    if (newest === undefined) throw new NotFoundException();
    void reply.header('Content-Security-Policy', PAGE_POLICY).header('X-Content-Type-Options', 'nosniff');
    await send(reply, { text: evidencePage(sealed, newest, view), type: 'text/html; charset=utf-8', accepted });
  }

  #sealedOf(id: AlertId, view: View): readonly SealedEvidence[] {
    const sealed = this.#keeper.of(id);
    if (sealed.length === 0) throw new NotFoundException(`Nothing was sealed of an alert ${id}`);
    return sealed.map(({ seal, bundle }) => ({ seal, bundle: view.bundle(bundle) }));
  }
}

/** More is sealed as time goes on, so it is asked for anew each time. */
async function send(
  reply: FastifyReply,
  {
    text,
    type,
    accepted = '',
  }: { readonly text: string; readonly type: string; readonly accepted: string | undefined },
): Promise<void> {
  const { body, encoding } = await compress(Buffer.from(text), accepted);
  void reply.header('Cache-Control', 'no-cache').header('Vary', 'Accept-Encoding').type(type);
  if (encoding !== 'identity') void reply.header('Content-Encoding', encoding);
  await reply.send(body);
}
