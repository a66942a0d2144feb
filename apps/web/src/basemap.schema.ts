import * as z from 'zod';

const bilingual = z.object({ zh: z.string(), en: z.string() });
const point = z.array(z.number()).min(2);

export const basemapSchema = z.object({
  crs: z.literal('EPSG:4326'),
  bounds: z.tuple([z.tuple([z.number(), z.number()]), z.tuple([z.number(), z.number()])]),
  attribution: bilingual,
  reviewNumber: z.string().nullish(),
});
export type BasemapFrame = z.infer<typeof basemapSchema>;

const lines = z.object({ type: z.literal('LineString'), coordinates: z.array(point) });
const polygon = z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(point)) });
const polygons = z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(z.array(point))) });

const collection = <P extends z.ZodType, G extends z.ZodType>(properties: P, geometry: G) =>
  z.object({
    type: z.literal('FeatureCollection'),
    features: z.array(z.object({ type: z.literal('Feature'), properties, geometry })),
  });

export const districtsSchema = collection(bilingual, z.union([polygon, polygons]));
export const waterSchema = collection(bilingual.extend({ kind: z.string() }), z.union([polygon, polygons, lines]));
export const pipesSchema = collection(z.object({ diameter_mm: z.number() }), lines);

export interface Basemap {
  readonly frame: BasemapFrame;
  readonly districts: z.infer<typeof districtsSchema>;
  readonly water: z.infer<typeof waterSchema>;
  readonly pipes: z.infer<typeof pipesSchema>;
}
