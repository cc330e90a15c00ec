declare module 'virtual:backdrop' {
  export const sea: { type: 'MultiPolygon'; coordinates: number[][][][] };
}
