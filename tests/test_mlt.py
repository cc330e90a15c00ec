#!/usr/bin/python3
"""What the test tiles of the MapLibre Tile format say (test/synthetic/0x01 of its specification), as Mapbox Vector Tiles through our encoder: MapLibre's
own decoder reads the same out of it.

Every shape alone and beside every other, coordinates of every extent, ids with gaps and up to 64 bits, every type of attribute at its
limits, with and without values that are missing. The tiles that are served are the matter of test_tiles_mlt.py.
"""
import itertools
import json
import os
import struct
import subprocess
import tempfile

from check import ROOT, check, equal, finish

TOOL = os.path.join(ROOT, "build", os.environ.get("VARIANT", "release"), "tests", "tools", "mlt")
TEXT, FLOAT, DOUBLE, INT, UINT, SINT, BOOL = range(1, 8)  # numbers of the fields of a vector tile's value

# Points, lines, polygons (1, 2, 3), and the parts of each as the specification's tiles have them.
SHAPES = {
    "pt": (1, [[(38, 29)]]),
    "line": (2, [[(5, 38), (12, 45), (9, 70)]]),
    "poly": (3, [[(55, 5), (58, 28), (75, 22)]]),
    "polyh": (3, [[(52, 35), (14, 55), (60, 72)], [(32, 50), (36, 60), (24, 54)]]),
    "mpt": (1, [[(6, 25)], [(21, 41)], [(23, 69)]]),
    "mline": (2, [[(24, 10), (42, 18)], [(30, 36), (48, 52), (35, 62)]]),
    "mpoly": (3, [[(7, 20), (21, 31), (26, 9)], [(15, 20), (20, 15), (18, 25)], [(69, 57), (71, 66), (73, 64)]]),
}
HOLES = {("polyh", 1), ("mpoly", 1)}
HERE = (1, [[(13, 42)]])


# ---- a vector tile, by its specification

def varint(n):
    out = bytearray()
    while n > 0x7F:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    return bytes(out + bytes([n]))


def zigzag(n):
    return n << 1 if n >= 0 else -n * 2 - 1


def member(number, payload):
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def value(kind, v):
    if kind == TEXT:
        return member(kind, v.encode("utf-8"))
    if kind == FLOAT:
        return varint(kind << 3 | 5) + struct.pack("<f", v)
    if kind == DOUBLE:
        return varint(kind << 3 | 1) + struct.pack("<d", v)
    return varint(kind << 3) + varint(zigzag(v) if kind == SINT else int(v) & 2**64 - 1)


def geometry(shape):
    kind, parts = shape
    words, x, y = [], 0, 0
    if kind == 1:
        parts = [[p for part in parts for p in part]]
    for part in parts:
        for i, (px, py) in enumerate(part):
            if i == 0:
                words.append((len(part) if kind == 1 else 1) << 3 | 1)
            elif i == 1 and kind != 1:
                words.append(len(part) - 1 << 3 | 2)
            words += [zigzag(px - x), zigzag(py - y)]
            x, y = px, py
        if kind == 3:
            words.append(1 << 3 | 7)
    return b"".join(map(varint, words))


def tile(features, extent=80):
    """features: (shape, id or None, {key: (kind, value)})."""
    keys = sorted({key for _, _, attributes in features for key in attributes})
    values, body = [], b""
    for shape, number, attributes in features:
        tags = []
        for key, v in attributes.items():
            if v not in values or v != v:
                values.append(v)
            tags += [keys.index(key), values.index(v)]
        body += member(2, (varint(1 << 3) + varint(number) if number is not None else b"")
                       + (member(2, b"".join(map(varint, tags))) if tags else b"") + varint(3 << 3) + varint(shape[0]) + member(4, geometry(shape)))
    body += b"".join(member(3, k.encode("utf-8")) for k in keys) + b"".join(member(4, value(*v)) for v in values)
    return member(3, varint(15 << 3) + varint(2) + member(1, b"layer1") + body + varint(5 << 3) + varint(extent))


# ---- the tiles

def turned(name):
    """Shells of positive area and holes of negative, as vector tiles want them."""
    kind, parts = SHAPES[name]
    def area(ring):
        return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1]))
    return kind, [p if kind != 3 or (area(p) < 0) == ((name, i) in HOLES) else p[::-1] for i, p in enumerate(parts)]


def mixes():
    orders = [order for n in range(1, 8) for order in itertools.combinations(SHAPES, n)]
    orders += [(a, a) for a in SHAPES] + [(a, b, a) for a, b in itertools.permutations(SHAPES, 2)]
    for order in orders:
        yield "mix_" + "_".join(order), tile([(turned(name), None, {}) for name in order])


def extents():
    for e in (512, 4096, 131072, 2**30):
        yield f"extent_{e}", tile([((2, [[(0, 0), (e - 1, e - 1)]]), None, {})], e)
        yield f"extent_buf_{e}", tile([((2, [[(-42, -42), (e + 42, e + 42)]]), None, {})], e)
    yield "line_zero_length", tile([((2, [[(5, 5), (5, 5)]]), None, {})])


def ids():
    lists = {"id": [100], "id0": [0], "id_max": [2**32 - 1], "id64": [9234567890], "id64_max": [2**64 - 1], "ids": [103, 103, 103, 103],
             "ids_opt": [100, 101, None, 105, 106], "ids64": [9234567890] * 4, "ids64_opt": [None, 9234567890, 101, None, 9234567895],
             "ids64_minmax": [0, 2**64 - 1, 0], "ids_many": list(range(1000, 3000)), "ids_late": [None] * 20 + [7],
             "ids_seldom": [7] + [None] * 3000 + [8], "ids_now_and_then": [i if i * i % 97 % 3 else None for i in range(1, 3000)]}
    for name, numbers in lists.items():
        yield name, tile([(HERE, n, {}) for n in numbers])


NUMBERS = {
    BOOL: [True, False],
    INT: [42, -42, 0, 2**31 - 1, -2**31, 2**31, 9876543210, -9876543210, 2**63 - 1, -2**63],
    SINT: [-1, 2**31, -2**50],  # Mapbox's decoder is wrong about longer ones
    UINT: [42, 2**32 - 1, 2**63, 2**64 - 1],
    FLOAT: [3.14159274, -0.0, float("inf"), float("-inf"), float("nan"), 1.4e-45, 3.4028234e38],
    DOUBLE: [3.141592653589793, -0.0, float("inf"), float("nan"), 5e-324, 1.7976931348623157e308, 2.0**60],
}
TEXTS = ["42", "", "Line1\n\t\"quoted\"\\ñandú é 田 🚀", "x" * 5000, "ends with\x00"]


def properties():
    for kind, numbers in [*NUMBERS.items(), (TEXT, TEXTS)]:
        for i, v in enumerate(numbers):
            yield f"prop_{kind}_{i}", tile([(HERE, None, {"val": (kind, v)})])
            yield f"prop_{kind}_{i}_val_null", tile([(HERE, None, {"val": (kind, v)}), (HERE, None, {})])
            yield f"prop_{kind}_{i}_null_val", tile([(HERE, None, {}), (HERE, None, {"val": (kind, v)})])
        yield f"props_{kind}", tile([(HERE, None, {"val": (kind, v)}) for v in numbers])
        yield f"props_{kind}_repeated", tile([(HERE, i, {"val": (kind, numbers[i // 40 % len(numbers)])} if i % 7 else {}) for i in range(300)])
    yield "props_i32_delta", tile([(HERE, None, {"val": (INT, 42 + 2 * i)}) for i in range(200)])
    yield "props_offset_str", tile([(HERE, None, {k: (TEXT, f"residential_zone_north_sector_{i % 3}") for k in ("name:de", "name:en", "")}) for i in range(9)])
    yield "props_mixed", tile([(turned(s), i, {f"k{kind}": (kind, numbers[i % len(numbers)]) for kind, numbers in [*NUMBERS.items(), (TEXT, TEXTS)]})
                               for i, s in enumerate(SHAPES)])
    yield "props_int_and_double", tile([(HERE, None, {"val": (INT, 7)}), (HERE, None, {"val": (DOUBLE, 0.5)}), (HERE, None, {"val": (FLOAT, 0.25)})])
    yield "props_int_and_uint", tile([(HERE, None, {"val": (INT, -7)}), (HERE, None, {"val": (UINT, 2**40)})])


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    check(done.returncode == 0, f"{command[0]} runs", done.stderr[-2000:])
    return done.stdout


def judge(folder, tiles):
    """What the decoder has to say of each tile."""
    node, reader, pairs = os.path.join(ROOT, "scripts", "build-page"), os.path.join(folder, "decode_mlt.mjs"), []
    for i, (_, mvt) in enumerate(tiles):
        pairs.append((os.path.join(folder, f"{i}.mlt"), os.path.join(folder, f"{i}.mvt")))
        with open(pairs[-1][1], "wb") as f:
            f.write(mvt)
    equal(run(TOOL, *[path for mlt, mvt in pairs for path in (mvt, mlt)]), "", "every tile can be encoded")
    run(node, "node_modules/.bin/esbuild", "test/decode_mlt.mjs", "--bundle", "--platform=node", "--format=esm", "--log-level=error", f"--outfile={reader}")
    return [json.loads(line) for line in run(node, "node", reader, *[path for pair in pairs for path in pair]).splitlines()]


def test_standard(folder):
    tiles = [*mixes(), *extents(), *ids(), *properties()]
    said = judge(folder, tiles)
    equal(len(said), len(tiles), "every tile is read")
    for (name, _), one in zip(tiles, said):
        check(one["features"] > 0 and not one["wrong"], f"{name} says the same in both forms", one)
    print(f"{len(tiles)} tiles, {sum(one['features'] for one in said)} features")


def test_refused(folder):
    """What MLT cannot say, and what is no tile: nothing is written."""
    whole = tile([(turned("mpoly"), 7, {"val": (TEXT, "x")})])
    bad = {"text and number": tile([(HERE, None, {"val": (TEXT, "7")}), (HERE, None, {"val": (INT, 7)})]),
           "truth and number": tile([(HERE, None, {"val": (BOOL, True)}), (HERE, None, {"val": (INT, 1)})]),
           "no geometry": tile([((1, []), None, {})]), "a kind that is none": tile([((4, [[(1, 1)]]), None, {})]),
           "a line of one point": tile([((2, [[(1, 1)]]), None, {})])}
    bad |= {f"cut at {n}": whole[:n] for n in range(1, len(whole))}
    for i, (name, mvt) in enumerate(bad.items()):
        source, target = os.path.join(folder, f"bad{i}.mvt"), os.path.join(folder, f"bad{i}.mlt")
        with open(source, "wb") as f:
            f.write(mvt)
        said = run(TOOL, source, target)
        check(said == source + "\n" and not os.path.exists(target), f"{name}: refused", said)


with tempfile.TemporaryDirectory(prefix="coopmap-test-") as work:
    test_standard(work)
    test_refused(work)
finish()
