"""The results of `scripts/bench rivals` as a table for README.md and a picture: chart.py RESULTS.json PICTURE.svg."""
import json
import math
import sys

COLOURS = {"coopmap": "#0f6b6b", "coopmap, no cache": "#0f6b6b"}
OTHER = "#b9a27c"
SETS = (("points", "clustered points"), ("polygons", "municipalities"), ("lines", "corridors"))


def one(results, data, measure, who):
    for row in results:
        if row[:3] == [data, measure, who]:
            return row[3]
    return None


def number(value, unit=""):
    if value is None:
        return "–"
    text = f"{value:,.0f}" if value >= 100 else f"{value:,.1f}" if value >= 1 else f"{value:.2f}"
    return text + unit


def names(results, start):
    return list(dict.fromkeys(row[2] for row in results if row[1].startswith(start)))


def zooms(results, data):
    return sorted({int(row[1].split("z")[1].split(",")[0]) for row in results if row[0] == data and row[1].startswith("core z")})


def tables(results):
    """Markdown."""
    out = ["| one thread, no network | " + " | ".join(f"{title}" for _, title in SETS) + " |", "| --- |" + " --- |" * len(SETS)]
    for title, measure in (("times PostGIS `ST_AsMVT`", "tiles: times as fast"), ("the same with gzip on both sides", "with gzip on both sides")):
        cells = []
        for data, _ in SETS:
            cells.append(", ".join(f"z{z} {number(one(results, data, f'core z{z}, {measure}', 'coopmap / PostGIS'))}" for z in zooms(results, data)))
        out.append(f"| {title} | " + " | ".join(cells) + " |")
    out += ["", "| cold over HTTP, ms p50 / p99, grid of 16 tiles | " + " | ".join(f"{title}, z8 · z10 · z12" for _, title in SETS) + " | MB |",
            "| --- |" + " --- |" * (len(SETS) + 1)]
    for who in names(results, "cold"):
        cells = []
        for data, _ in SETS:
            pair = [(one(results, data, f"cold z{z}, p50", who), one(results, data, f"cold z{z}, p99", who)) for z in (8, 10, 12)]
            cells.append(" · ".join(f"{number(a)} / {number(b)}" for a, b in pair))
        memory = [one(results, data, f"cold z{z}, memory", who) for data, _ in SETS for z in (8, 10, 12)]
        out.append(f"| {who} | " + " | ".join(cells) + f" | {number(max(m for m in memory if m is not None))} |")
    out += ["", "| warm, requests/s | " + " | ".join(title for _, title in SETS) + " |", "| --- |" + " --- |" * len(SETS)]
    for measure in ("warm tiles, gzip", "warm tiles", "304"):
        for who in names(results, measure):
            values = [one(results, data, measure, who) for data, _ in SETS]
            if any(v is not None for v in values):
                out.append(f"| {measure}: {who} | " + " | ".join(number(v) for v in values) + " |")
    pages = [(who, one(results, "points", "pages of 1,000, cold", who)) for who in names(results, "pages of 1,000, cold")]
    out += ["", "Cold pages of 1,000 features a second: " + ", ".join(f"{who} {number(v)}" for who, v in pages if v is not None) + "."]
    return "\n".join(out)


def picture(results, path):
    """Cold tiles over HTTP, median, on a logarithmic scale: bars from 0.1 ms on."""
    width, left, bar, gap = 860, 190, 15, 5
    low, high = 0.1, 10000.0
    across = lambda ms: left + (width - left - 90) * (math.log10(max(ms, low)) - math.log10(low)) / (math.log10(high) - math.log10(low))
    out, y = [], 58
    for data, title in SETS:
        for z in (8, 12):
            rows = [(who, one(results, data, f"cold z{z}, p50", who)) for who in names(results, "cold")]
            out.append(f'<text x="14" y="{y}" class="h">{title}, zoom {z}</text>')
            y += 12
            for who, ms in rows:
                if ms is None:
                    continue
                label = who.replace(", no cache", "")
                out.append(f'<text x="{left - 8}" y="{y + 12}" text-anchor="end">{label}</text>'
                           f'<rect x="{left}" y="{y}" width="{max(2, across(ms) - left):.1f}" height="{bar}" fill="{COLOURS.get(who, OTHER)}"/>'
                           f'<text x="{across(ms) + 6:.1f}" y="{y + 12}">{number(ms)} ms</text>')
                y += bar + gap
            y += 20
    lines = "".join(f'<line x1="{across(v):.1f}" x2="{across(v):.1f}" y1="40" y2="{y - 14}" stroke="#d8d8d0"/>'
                    f'<text x="{across(v):.1f}" y="34" text-anchor="middle" class="a">{v:g} ms</text>' for v in (0.1, 1, 10, 100, 1000, 10000))
    with open(path, "w", encoding="utf-8") as f:
        f.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y}" font-family="system-ui, sans-serif" font-size="12.5" fill="#222">'
                '<style>.h{font-weight:600}.a{fill:#666;font-size:11px}</style>'
                f'<rect width="{width}" height="{y}" fill="#fcfcf8"/><text x="14" y="16" class="h">A cold vector tile over HTTP, median of 16 '
                f'tiles, gzip (logarithmic)</text>{lines}{"".join(out)}</svg>\n')


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        read = json.load(file)
    picture(read, sys.argv[2])
    print(tables(read))
