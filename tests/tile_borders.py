"""Areas that cover a region, and whether they still do so in a tile: for test_tiles.py.

Every side of a ring is a directed line. Where neighbours share each vertex, what one passes one way the other passes the other way,
and all cancels but the outer border; a gap or an overlap of a single unit leaves sides over.
"""
import json
import math
import random

REGIONS = {"p": (-75.52, 10.38, 0.05), "m": (-74.8, 8.1, 0.7), "g": (-73.5, -3.0, 7.0)}  # west, south, size in degrees
ROWS, COLUMNS = 9, 7


def wall(rng, size):
    """Rows of bricks with borders in waves; every third line between rows is straight, and the corners of the bricks above
    lie on it between those of the bricks below: rings of closed points in degrees, and the region's ring of four corners."""
    lean = size * 0.13
    n = 2 * COLUMNS * 6
    lines = [(r % 3 == 0, [0 if r % 3 == 0 else rng.uniform(-.04, .04) for _ in range(n + 1)]) for r in range(ROWS + 1)]

    def spot(x, y):
        return (x / COLUMNS * size, y / ROWS * size + x / COLUMNS * lean)

    def along(r, x0, x1):
        """Points of line r from x0 to x1 (in half bricks), both ends."""
        straight, wave = lines[r]
        steps = (x0 * 6, x1 * 6) if straight else range(x0 * 6, x1 * 6 + 1)
        return [spot(k / 12, r + wave[k] * (k % n != 0)) for k in steps]

    rings = []
    for r in range(ROWS):
        cuts = [0] + [k for k in range(1, 2 * COLUMNS) if (k + r) % 2] + [2 * COLUMNS]
        for x0, x1 in zip(cuts, cuts[1:]):
            low, high = along(r, x0, x1), along(r + 1, x0, x1)
            right, left = side(r * 100 + x1, low[-1], high[-1], x1), side(r * 100 + x0, low[0], high[0], x0)
            rings.append(low + right + high[::-1] + left[::-1])
    whole = [spot(0, 0), spot(COLUMNS, 0), spot(COLUMNS, ROWS), spot(0, ROWS)]
    return rings, whole


def side(seed, a, b, x):
    """What lies between a and b on the border of two bricks; on the region's rim nothing does."""
    if x in (0, 2 * COLUMNS):
        return []
    rng, n = random.Random(seed), 9
    off = [rng.uniform(-.06, .06) for _ in range(1, n)]
    return [(a[0] + (b[0] - a[0]) * k / n + (b[1] - a[1]) * off[k - 1], a[1] + (b[1] - a[1]) * k / n) for k in range(1, n)]


def make_regions(seed):
    """Two GeoJSON texts: the bricks, and the regions that they cover."""
    rng, bricks, regions = random.Random(seed), [], []

    def feature(code, ring, west, south):
        points = [[round(west + x, 7), round(south + y, 7)] for x, y in ring]
        return {"type": "Feature", "properties": {"codigo": code, "nombre": code},
                "geometry": {"type": "Polygon", "coordinates": [points + points[:1]]}}

    for name, (west, south, size) in REGIONS.items():
        rings, whole = wall(rng, size)
        bricks += [feature(f"{name}-{i}", ring, west, south) for i, ring in enumerate(rings)]
        regions.append(feature(name, whole, west, south))
    return [json.dumps({"type": "FeatureCollection", "features": f}) for f in (bricks, regions)]


def uncancelled(rings):
    """[(ring, sign)] -> stretches of lines that are not passed as often one way as the other: (from, to) in tile units."""
    lines = {}
    for ring, sign in rings:
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
            dx, dy = bx - ax, by - ay
            g = math.gcd(dx, dy) * (-1 if dx < 0 or (dx == 0 and dy < 0) else 1)
            dx, dy = dx // g, dy // g
            ends = lines.setdefault((dx, dy, dx * ay - dy * ax), [])
            ends += [((ax, ay), sign), ((bx, by), -sign)]
    over = []
    for ends in lines.values():
        total, before = 0, None
        for at, sign in sorted(ends):
            if total and at != before:
                over.append((before, at))
            total, before = total + sign, at
    return over
