/* The smallest PMTiles archive (specification version 3): one raster tile, the whole world in one colour. */
import { crc32, deflateSync } from 'node:zlib';

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** A PNG of one colour. @param {number} size @param {[number, number, number]} rgb */
export function png(size, rgb) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), ...Array.from({ length: size }, () => Buffer.from(rgb))]);
  const rows = Buffer.concat(Array.from({ length: size }, () => row));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** @param {number} n */
function varint(n) {
  const bytes = [];
  for (; n > 127; n = Math.floor(n / 128)) bytes.push((n % 128) | 128);
  return [...bytes, n];
}

/** @param {[number, number, number]} rgb */
export function oneColourArchive(rgb) {
  const tile = png(256, rgb);
  const directory = Buffer.from([1, 0, 1, ...varint(tile.length), 1]); // one entry: id 0, run 1, length, offset 0 as 1
  const metadata = Buffer.from('{}');
  const header = Buffer.alloc(127);
  header.write('PMTiles', 0);
  header[7] = 3;
  const at = {
    directory: 127,
    metadata: 127 + directory.length,
    tiles: 127 + directory.length + metadata.length,
  };
  const words = [
    at.directory,
    directory.length,
    at.metadata,
    metadata.length,
    at.tiles,
    0,
    at.tiles,
    tile.length,
    1,
    1,
    1,
  ];
  words.forEach((word, i) => header.writeBigUInt64LE(BigInt(word), 8 + 8 * i));
  header.set([1, 1, 1, 2, 0, 0], 96); // clustered; not compressed, twice; PNG; zooms 0 to 0
  [-180e7, -85e7, 180e7, 85e7].forEach((degree, i) => header.writeInt32LE(degree, 102 + 4 * i));
  return Buffer.concat([header, directory, metadata, tile]);
}
