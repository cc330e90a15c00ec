/* Files for the reader, made in the page. */

export function saveBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export const svgBlob = (text: string): Blob =>
  new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`], { type: 'image/svg+xml' });

/** The picture of an SVG, twice as fine as it is large. */
export async function pngBlob(
  picture: { svg: string; width: number; height: number },
  fine = 2,
): Promise<Blob> {
  const address = URL.createObjectURL(svgBlob(picture.svg));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [picture.width * fine, picture.height * fine];
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** "coopmap-tema-2011-07-06.png" */
export const fileName = (what: string, kind: string, day = new Date()): string =>
  `coopmap-${what}-${day.toISOString().slice(0, 10)}.${kind}`;
