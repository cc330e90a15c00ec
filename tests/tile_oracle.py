"""What a vector tile must hold, by brute force over plain SQLite: no index, no SpatiaLite, nothing of the program under test.

For tests that decode tiles, whatever they decode with (test_tiles.py: GDAL, test_tiles_js.py: Mapbox's JavaScript). A decoded tile is {layer: [feature]}, a feature a dict with `id`, `type`
(1 point, 3 polygon), `properties`, and `rings`: lists of [x, y] in tile units, of one point for a point, not closed for a polygon.

    store = Store("coopmap.db")
    problems = store.problems(decoded, z, x, y)        # sentences; none if the tile is right
"""
import csv
import json
import math
import os
import random
import sqlite3
import struct
import subprocess

from check import COOPMAP

EXTENT, BUFFER, WITH_NAMES, WITHOUT_CLUSTERS, GRIDS = 4096, 64, 1024, 4096, (64, 32, 16, 8, 4, 2, 1)
MAX_LAT = 85.0511287798066


def mercator(lon, lat):
    """Share of the world's width and height from the north-west corner."""
    lat = max(-MAX_LAT, min(MAX_LAT, lat))
    return (lon + 180) / 360, 0.5 - math.atanh(math.sin(math.radians(lat))) / (2 * math.pi)


def blob_point(blob):
    return struct.unpack_from("<2d", blob, 43)


def blob_polygons(blob):
    """SpatiaLite's BLOB of a MULTIPOLYGON: polygons, each a list of closed rings of (lon, lat)."""
    kind, n = struct.unpack_from("<2i", blob, 39)
    assert kind == 6, kind
    at, polygons = 47, []
    for _ in range(n):
        (rings,), at = struct.unpack_from("<i", blob, at + 5), at + 9
        polygons.append([])
        for _ in range(rings):
            (points,), at = struct.unpack_from("<i", blob, at), at + 4
            flat = struct.unpack_from(f"<{2 * points}d", blob, at)
            at += 16 * points
            polygons[-1].append(list(zip(flat[::2], flat[1::2])))
    return polygons


def edges(polygons):
    for polygon in polygons:
        for ring in polygon:
            yield from zip(ring, ring[1:])


def contains(polygons, x, y):
    inside = False
    for (ax, ay), (bx, by) in edges(polygons):
        if (ay > y) != (by > y) and x < ax + (bx - ax) * (y - ay) / (by - ay):
            inside = not inside
    return inside


def stretches(polygons, y):
    """Where the line at y is inside, from left to right."""
    xs = sorted(ax + (bx - ax) * (y - ay) / (by - ay) for (ax, ay), (bx, by) in edges(polygons) if (ay > y) != (by > y))
    return list(zip(xs[::2], xs[1::2]))


def scan_lines(polygons, n):
    ys = [p[1] for polygon in polygons for ring in polygon for p in ring]
    return [min(ys) + (k + 0.5) * (max(ys) - min(ys)) / n for k in range(n)]


def inner_point(polygons):
    """The middle of the widest stretch on 31 scan lines (geo/slab.h)."""
    widest = max(((b - a, (a + b) / 2, y) for y in scan_lines(polygons, 31) for a, b in stretches(polygons, y)), key=lambda found: found[0])
    return widest[1:]


def share_inside(outer, inner):
    """Share of the inner one's area that lies in the outer one, by 1,000 scan lines."""
    whole = common = 0
    for y in scan_lines(inner, 1000):
        for a, b in stretches(inner, y):
            whole += b - a
            common += sum(max(0, min(b, d) - max(a, c)) for c, d in stretches(outer, y))
    return common / whole


def clip(ring, low, high):
    """A ring (not closed) cut to the square, by Sutherland and Hodgman, one side after the other."""
    for axis, at, sign in ((0, low, 1), (0, high, -1), (1, low, 1), (1, high, -1)):
        out = []
        for a, b in zip(ring[-1:] + ring[:-1], ring):
            a_in, b_in = sign * (a[axis] - at) >= 0, sign * (b[axis] - at) >= 0
            if a_in != b_in:
                t = (at - a[axis]) / (b[axis] - a[axis])
                out.append((at, a[1] + t * (b[1] - a[1])) if axis == 0 else (a[0] + t * (b[0] - a[0]), at))
            if b_in:
                out.append(b)
        ring = out
        if not ring:
            break
    return ring


def twice_area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1]))


def length(ring):
    return sum(math.dist(a, b) for a, b in zip(ring, ring[1:] + ring[:1]))


def meets_square(a, b, centre, half):
    """Whether the stretch from a to b has a point at most `half` from the centre along both axes (Liang and Barsky)."""
    first, last = 0.0, 1.0
    for axis in (0, 1):
        low, high, d = centre[axis] - half - a[axis], centre[axis] + half - a[axis], b[axis] - a[axis]
        if d == 0:
            if low > 0 or high < 0:
                return False
            continue
        first, last = max(first, min(low / d, high / d)), min(last, max(low / d, high / d))
    return first <= last


def cell_of(p):
    return int(p[0] // 64), int(p[1] // 64)


def sides_by_cell(polygons):
    """The sides near each cell of 64 units, in the tile and its buffer."""
    low, high, cells = -BUFFER // 64, (EXTENT + BUFFER) // 64, {}
    for polygon in polygons:
        for ring in polygon:
            for a, b in zip(ring, ring[1:] + ring[:1]):
                (x1, y1), (x2, y2) = ((f(a[0], b[0]) + more, f(a[1], b[1]) + more) for f, more in ((min, -2), (max, 2)))
                for i in range(max(low, int(x1 // 64)), min(high, int(x2 // 64)) + 1):
                    for k in range(max(low, int(y1 // 64)), min(high, int(y2 // 64)) + 1):
                        if meets_square(a, b, (i * 64 + 32, k * 64 + 32), 34):
                            cells.setdefault((i, k), []).append((a, b))
    return cells


class Area:
    def __init__(self, row, polygons, label):
        self.id, self.code, self.name, self.layer, self.status = row[:5]
        self.polygons = polygons
        self.label = mercator(*label)
        self.world = [[[mercator(*p) for p in ring[:-1]] for ring in polygon] for polygon in polygons]
        flat = [p for polygon in self.world for ring in polygon for p in ring]
        self.box = (min(p[0] for p in flat), min(p[1] for p in flat), max(p[0] for p in flat), max(p[1] for p in flat))
        degrees = [p for polygon in polygons for ring in polygon for p in ring]
        self.degrees = (min(p[0] for p in degrees), min(p[1] for p in degrees), max(p[0] for p in degrees), max(p[1] for p in degrees))

    def in_tile(self, z, x, y):
        """Shells and holes in units of the tile; nothing if they do not come near it."""
        n, far = 2**z, (BUFFER + 2) / EXTENT
        if self.box[2] * n < x - far or self.box[0] * n > x + 1 + far or self.box[3] * n < y - far or self.box[1] * n > y + 1 + far:
            return []
        return [[[((u * n - x) * EXTENT, (v * n - y) * EXTENT) for u, v in ring] for ring in polygon] for polygon in self.world]


class Store:
    def __init__(self, path, count_projects=True):
        self.db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.read_areas()
        self.read_projects()
        if count_projects:
            self.count_projects()
        self.db.close()

    def read_areas(self):
        rows = self.db.execute("SELECT id, code, name, layer, geom_status, lon, lat, parent_id, geom FROM area").fetchall()
        rows.sort(key=lambda r: r[1].encode())
        self.number = {r[0]: r[0] for r in rows}
        self.code_of = {r[0]: r[1] for r in rows}
        self.areas = {}
        for r in rows:
            if r[8]:
                polygons = blob_polygons(r[8])
                self.areas[r[0]] = Area(r, polygons, (r[5], r[6]) if r[5] is not None else inner_point(polygons))
        status, self.up = {r[0]: r[4] for r in rows}, {r[0]: set() for r in rows}
        children, members = {}, {}
        for r in rows:
            if r[7] is not None:
                self.up[r[0]].add(r[7])
                children.setdefault(r[7], []).append(r[0])
        for area, member in self.db.execute("SELECT area_id, member_id FROM area_member"):
            self.up[member].add(area)
            members.setdefault(area, []).append(member)

        def rests(area, seen):
            if status[area] != "composed" or area in seen:
                return status[area] == "approximate"
            return any(rests(part, seen | {area}) for part in members.get(area) or children.get(area, []))

        self.approximate = {r[0] for r in rows if rests(r[0], frozenset())}

    def above(self, area):
        """The area and all that holds it by parents and membership."""
        found, look = set(), [area]
        while look:
            at = look.pop()
            if at not in found:
                found.add(at)
                look.extend(self.up[at])
        return found

    def year(self, dates):
        for kinds in (("2", "1"), ("signed",), ("monetised",), ("4", "3", "expires")):
            for kind in kinds:
                for found, date in dates:
                    if found == kind:
                        return int(date[:4])
        return None

    def read_projects(self):
        places, dates = {}, {}
        for r in self.db.execute("SELECT activity_id, area_id, geom_point, geom_outline FROM activity_location ORDER BY rank, id"):
            places.setdefault(r[0], []).append(r[1:])
        for r in self.db.execute("SELECT activity_id, type, date FROM activity_date ORDER BY id"):
            dates.setdefault(r[0], []).append(r[1:])
        rows = self.db.execute("SELECT id, code, title, kind, activity_status FROM activity").fetchall()
        rows.sort(key=lambda r: r[1].encode())
        self.values = self.read_values()
        adds = self.adding(self.values)
        self.projects = []  # (key in the store, point in the world, properties)
        self.ties = [places.get(r[0], []) for r in rows]
        for row, code, title, kind, status in rows:
            spots, area = [], None
            for tied, point, outline in places.get(row, []):
                if outline:
                    spots.append((2, "outline", inner_point(blob_polygons(outline))))
                elif point:
                    spots.append((1, "point", blob_point(point)))
                elif tied in self.areas:
                    spots.append((3, "area_approximate" if tied in self.approximate else "area", tied))
            tied = [t[0] for t in places.get(row, []) if t[0]]
            area = next((t for t in tied if t in self.areas), tied[0] if tied else None)
            if not spots:
                continue
            _, spot, where = min(spots, key=lambda s: s[0])
            at = self.areas[where].label if spot.startswith("area") else mercator(*where)
            known = {"clase": kind, "estado": status, "area": self.code_of.get(area), "anio": self.year(dates.get(row, [])),
                     "ubicacion": spot, "codigo": code, "titulo": title, "valor_centavos": adds.get(row)}
            self.projects.append((row, at, {k: v for k, v in known.items() if v is not None}))

    def read_values(self):
        """Own value in hundredths of COP: as stated, else what was contributed. And who is part of whom."""
        self.parent = {}
        for one, other, kind in self.db.execute("SELECT activity_id, related_id, type FROM related_activity ORDER BY id"):
            if kind in ("1", "2"):
                self.parent.setdefault(one if kind == "1" else other, other if kind == "1" else one)
        parts = {}
        for row, minor, currency in self.db.execute("SELECT activity_id, amount_minor, currency FROM contribution"):
            parts.setdefault(row, []).append((minor, currency))
        values = {}
        for row, minor, currency in self.db.execute("SELECT id, total_minor, currency FROM activity"):
            amounts = [(minor, currency)] if minor is not None else parts.get(row, [])
            values[row] = sum(a for a, _ in amounts) if amounts and {c for _, c in amounts} == {"COP"} else None
        return values

    def adding(self, selected):
        """What each of the selected adds to their sum: nothing where a part of it carries a value."""
        carried = set()
        for row in selected:
            up = self.parent.get(row) if self.values[row] is not None else None
            while up and up not in carried:
                carried.add(up)
                up = self.parent.get(up)
        return {row: self.values[row] for row in selected if self.values[row] is not None and row not in carried}

    def count_projects(self):
        """Distinct projects of every area: tied to it or below it, or with a point or outline of their own in its real outline."""
        self.count = {area: 0 for area in self.number}
        real = [(i, a) for i, a in self.areas.items() if i not in self.approximate]
        for places in self.ties:
            held = set()
            for tied, point, outline in places:
                held |= self.above(tied) if tied else set()
                for i, a in real if point or outline else ():
                    if i not in held and (self.outline_touches(outline, a) if outline else self.point_touches(point, a)):
                        held |= self.above(i)
            for area in held:
                self.count[area] += 1

    @staticmethod
    def point_touches(point, area):
        x, y = blob_point(point)
        return area.degrees[0] <= x <= area.degrees[2] and area.degrees[1] <= y <= area.degrees[3] and contains(area.polygons, x, y)

    @staticmethod
    def outline_touches(outline, area):
        """A hundredth of the outline lies in the area."""
        polygons = blob_polygons(outline)
        xs, ys = zip(*(p for polygon in polygons for ring in polygon for p in ring))
        if min(xs) > area.degrees[2] or max(xs) < area.degrees[0] or min(ys) > area.degrees[3] or max(ys) < area.degrees[1]:
            return False
        return share_inside(area.polygons, polygons) >= 0.01

    # ---- what a tile must hold

    def problems(self, decoded, z, x, y):
        found = [f"layer {name} is unknown" for name in decoded if name not in ("areas", "areas_etiqueta", "proyectos")]
        found += self.project_problems(decoded.get("proyectos", []), z, x, y)
        found += self.point_problems(decoded.get("areas_etiqueta", []), self.expected_labels(z, x, y))
        return found + self.area_problems(decoded.get("areas", []), z, x, y)

    def project_problems(self, features, z, x, y):
        here = self.expected_projects(z, x, y)
        if len(here) <= WITHOUT_CLUSTERS:
            return self.point_problems(features, here)
        tries = [self.cluster_problems(features, here, grid, z) for grid in GRIDS]
        return min(tries, key=len)

    def cluster_problems(self, features, here, grid, z):
        """Those in one cell of so many a side are one point, which says what they say together."""
        cells, alone, found = {}, {}, []
        for i, (u, known) in here.items():
            cells.setdefault((int(u[0] * grid / EXTENT), int(u[1] * grid / EXTENT)), []).append((i, u, known))
        for cell in [c for c, members in cells.items() if len(members) == 1]:
            (i, u, known), = cells.pop(cell)
            alone[i] = (u, known)
        found += self.point_problems([f for f in features if f.get("id")], alone)
        for f in features:
            if f.get("id"):
                continue
            at = f["rings"][0][0]
            members = cells.pop((at[0] * grid // EXTENT, at[1] * grid // EXTENT), None)
            if not members:
                found.append(f"cluster {f} is in no cell of {grid}")
                continue
            mean = [sum(u[k] for _, u, _ in members) / len(members) for k in (0, 1)]
            values = [known["valor_centavos"] for _, _, known in members if "valor_centavos" in known]
            want = {"n": len(members), "celda_nivel": z + grid.bit_length() - 1, "sin_valor": len(members) - len(values), **({"valor_centavos": sum(values)} if values else {})}
            for key in ("clase", "estado", "area", "anio", "ubicacion"):
                said = {known.get(key) for _, _, known in members}
                if len(said) == 1 and said != {None}:
                    want[key] = said.pop()
            if f["properties"] != want or max(abs(at[k] - mean[k]) for k in (0, 1)) > 2:
                found.append(f"cluster {f}, not {want} at {mean}")
        return found + [f"the cluster in {cell} is missing" for cell in cells]

    def expected_projects(self, z, x, y, only=None):
        """`only`: keys of those selected, which then add what they add among themselves."""
        adds = self.adding(only) if only is not None else {}
        here = {i: (u, known) for i, at, known in self.projects if (only is None or i in only) and (u := self.unit(at, z, x, y))}
        for i in here if only is not None else ():
            known = {k: v for k, v in here[i][1].items() if k != "valor_centavos"}
            here[i] = (here[i][0], {**known, **({"valor_centavos": adds[i]} if i in adds else {})})
        if len(here) > WITH_NAMES:
            here = {i: (u, {k: v for k, v in known.items() if k not in ("codigo", "titulo")}) for i, (u, known) in here.items()}
        return here

    def expected_labels(self, z, x, y):
        return {self.number[i]: (u, self.area_properties(i)) for i, a in self.areas.items() if (u := self.unit(a.label, z, x, y))}

    @staticmethod
    def unit(world, z, x, y):
        """In units of the tile; None if it lies in another."""
        u, v = world[0] * 2**z - x, world[1] * 2**z - y
        return (u * EXTENT, v * EXTENT) if 0 <= u < 1 and 0 <= v < 1 else None

    def area_properties(self, area):
        a = self.areas[area]
        return {"codigo": a.code, "nombre": a.name, "capa": a.layer, "geometria": a.status, "proyectos": self.count[area]}

    @staticmethod
    def point_problems(features, expected):
        found, seen = [], set()
        for f in features:
            if f["id"] in seen or f["id"] not in expected:
                found.append(f"point {f['id']} {f['properties']} is {'there twice' if f['id'] in seen else 'not of this tile'}")
                continue
            seen.add(f["id"])
            at, known = expected[f["id"]]
            if f["type"] != 1 or len(f["rings"]) != 1 or len(f["rings"][0]) != 1:
                found.append(f"point {f['id']} is no single point")
            elif max(abs(f["rings"][0][0][k] - at[k]) for k in (0, 1)) > 1:
                found.append(f"point {f['id']} is at {f['rings'][0][0]}, not {at}")
            if f["properties"] != known:
                found.append(f"point {f['id']} has {f['properties']}, not {known}")
        return found + [f"point {i} {expected[i]} is missing" for i in expected if i not in seen]

    def area_problems(self, features, z, x, y):
        found, by_id = [], {}
        for f in features:
            if f["id"] in by_id:
                found.append(f"area {f['id']} is there twice")
            by_id[f["id"]] = f
        for i, a in self.areas.items():
            polygons, f = a.in_tile(z, x, y), by_id.pop(self.number[i], None)
            if not polygons:
                found += [f"area {a.code} is not near this tile"] if f else []
                continue
            want, tolerance = 0.0, 16.0
            for polygon in polygons:
                for k, ring in enumerate(polygon):
                    cut = clip(ring, -BUFFER, EXTENT + BUFFER)
                    want += (-1 if k else 1) * abs(twice_area(cut)) / 2
                    tolerance += length(cut)  # a border that is off by one unit all along
            if not f:
                found += [f"area {a.code} is missing: {want:.0f} square units"] if want > tolerance else []
                continue
            found += [f"area {a.code}: {p}" for p in self.ring_problems(f["rings"], polygons)]
            got = sum(map(twice_area, f["rings"])) / 2
            if f["type"] != 3 or abs(got - want) > tolerance:
                found.append(f"area {a.code} has {got} square units, not {want:.0f} (within {tolerance:.0f})")
            if f["properties"] != self.area_properties(i):
                found.append(f"area {a.code} has {f['properties']}, not {self.area_properties(i)}")
        return found + [f"there is no area {i}" for i in by_id]

    @staticmethod
    def ring_problems(rings, polygons):
        found, low, high = [], -BUFFER, EXTENT + BUFFER
        sides = sides_by_cell(polygons)
        if rings and twice_area(rings[0]) <= 0:
            found.append("its first ring is a hole")
        for ring in rings:
            if len(ring) < 3 or twice_area(ring) == 0 or any(a == b for a, b in zip(ring, ring[1:] + ring[:1])):
                found.append(f"a ring without area, or with a point repeated: {ring}")
            for p in ring:
                if not (low <= p[0] <= high and low <= p[1] <= high):
                    found.append(f"{p} is beyond the buffer")
                cut = [p[0] in (low, high), p[1] in (low, high)]
                # where the square cuts, the crossing of a line that is off by one unit was rounded once more
                if not all(cut) and not any(meets_square(a, b, p, 1.5 if any(cut) else 1) for a, b in sides.get(cell_of(p), ())):
                    found.append(f"{p} is further than a unit from the true border")
        return found


# ---- a made-up country

def star(rng, lon, lat, radius, n):
    """A ring that goes once round its centre, so never crosses itself; at least a third of the radius away from it."""
    turns = sorted(rng.random() for _ in range(n))
    far = [radius * rng.uniform(0.35, 1) for _ in turns]
    ring = [(lon + r * math.cos(2 * math.pi * t), lat + r * math.sin(2 * math.pi * t)) for r, t in zip(far, turns)]
    return ring + ring[:1]


def made_up_areas(seed, columns=16, rows=14):
    """GeoJSON of one area for each cell of a grid over Colombia, from 30 m to 70 km; some of two parts, some with a hole."""
    rng, features = random.Random(seed), []
    for i in range(columns * rows):
        lon, lat = -77.5 + 10.0 * (i % columns + 0.5) / columns, -3.5 + 14.0 * (i // columns + 0.5) / rows
        radius = 0.3 * math.exp(-rng.expovariate(0.4))
        parts = [[star(rng, lon, lat, max(radius, 0.0003), rng.randint(14, 90))]]
        if i % 3 == 0:
            ring = star(rng, lon, lat, max(radius, 0.0003) * 0.2, rng.randint(6, 30))
            parts[0].append(ring[::-1])
        if i % 5 == 0:
            parts.append([star(rng, lon + 0.31, lat + 0.2, 0.05 * rng.random() + 0.0003, 20)])
        features.append({"type": "Feature", "properties": {"codigo": f"zona-{i:03d}", "nombre": f"Zona Nº {i} «Ñandú»"},
                         "geometry": {"type": "MultiPolygon", "coordinates": parts}})
    return {"type": "FeatureCollection", "features": features}


def made_up_projects(seed, n):
    """Rows for `ingest projects`: clustered points, some outlines, some tied to an area by its code, some without a place."""
    rng = random.Random(seed)
    towns = [(rng.uniform(-77, -68), rng.uniform(-3, 10), rng.uniform(0.001, 0.8)) for _ in range(40)]
    rows = [["codigo", "titulo", "clase", "estado", "fecha_inicio", "lugar", "ambito", "lon", "lat", "contorno", "valor_total", "moneda"]]
    for i in range(n):
        lon, lat, spread = rng.choice(towns)
        lon, lat = max(-78.5, min(-67.5, rng.gauss(lon, spread))), max(-4, min(12, rng.gauss(lat, spread)))
        row = [f"p{i:05d}", f"Proyecto {i}, vía «{rng.randint(1, 99)}»", rng.choice(["proyecto", "convenio", "programa"]),
               rng.choice(["", "1", "2", "3", "4"]), rng.choice(["", f"{rng.randint(1990, 2025)}-03-0{rng.randint(1, 9)}"])]
        kind = rng.random()
        if kind < 0.85:
            row += ["", "", f"{lon:.7f}", f"{lat:.7f}", ""]
        elif kind < 0.9:
            ring = star(rng, lon, lat, rng.uniform(0.001, 0.2), 12)
            row += ["", "", "", "", "POLYGON((" + ",".join(f"{a:.7f} {b:.7f}" for a, b in ring) + "))"]
        elif kind < 0.97:
            row += [f"zona-{rng.randrange(224):03d}", "", "", "", ""]
        else:
            row += ["", rng.choice(["ciudad", "fuera", "desconocido"]), "", "", ""]
        rows.append(row + [f"{rng.randint(1, 10**9)}.{rng.randint(0, 99):02d}", "COP"])
    return rows


def make_country(folder, seed, n):
    """A store of the made-up country with n projects, and its snapshot; its path."""
    areas, projects, db = (os.path.join(folder, name) for name in ("zonas.geojson", "proyectos.csv", "country.db"))
    with open(areas, "w", encoding="utf-8") as f:
        json.dump(made_up_areas(seed), f)
    with open(projects, "w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows(made_up_projects(seed + 1, n))
    for words in (["init"], ["ingest", "areas", areas, "--layer", "zona", "--no-snapshot"], ["ingest", "projects", projects]):
        done = subprocess.run([COOPMAP, *words, "--db", db, "--lang", "en"], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{words}: {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return db
