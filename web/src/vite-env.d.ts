declare module 'virtual:backdrop' {
  /** Where the sea is: GeoJSON, one MultiPolygon. */
  export const seaUrl: string;
}
