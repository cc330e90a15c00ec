/* The sizes of a picture of the map. `scale`: how much larger its letters are than those of a screen. */
export const FORMS = {
  pantalla: { width: 1600, height: 1000, scale: 1 },
  /* A4 landscape at 200 dots per inch: 297 mm by 210 mm. */
  a4: { width: 2339, height: 1654, scale: 1.5 },
} as const;
export type Form = keyof typeof FORMS;
