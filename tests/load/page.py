"""What docs/performance.md shows of a run: `page.py BENCH.json CHART.svg` prints the table of its
rows in Markdown and draws throughput against callers."""
from __future__ import annotations

import json
import math
import re
import sys
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 250, 30, 50
COLOURS = ("#0b6e4f", "#c1440e", "#30638e", "#7b5ea7", "#8a8a8a", "#d1a02a")
Series = dict[str, dict[int, float]]


def throughput(rows: list[dict[str, Any]]) -> Series:
    """Contestant → callers → commands a second."""
    found: Series = {}
    for row in rows:
        size = re.match(r"(\d+) callers, (.*)", row["size"])
        if row["row"] != "durable commands" or not size:
            continue
        callers, federations = int(size[1]), size[2]
        found.setdefault(f"Haven, {federations}", {})[callers] = row["haven"]
        if row["beside"] is not None:
            found.setdefault(row["peer"], {})[callers] = row["beside"]
    return found


def svg(series: Series) -> str:
    """Both axes logarithmic."""
    callers = sorted({c for points in series.values() for c in points})
    rates = [rate for points in series.values() for rate in points.values()]
    low, high = (10 ** f(math.log10(v)) for f, v in ((math.floor, min(rates)),
                                                     (math.ceil, max(rates))))

    def x(count: float) -> float:
        span = math.log(callers[-1] / callers[0]) or 1
        return LEFT + (WIDTH - LEFT - RIGHT) * math.log(count / callers[0]) / span

    def y(rate: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * math.log(rate / low) / math.log(
            high / low)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
           'font-family="sans-serif" font-size="12">',
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
           f'<text x="{LEFT}" y="18" font-size="14">durable commands a second</text>',
           f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" '
           'text-anchor="middle">callers</text>']
    rate = low
    while rate <= high:
        out.append(f'<path d="M{LEFT} {y(rate):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
                   f'<text x="{LEFT - 8}" y="{y(rate) + 4:.1f}" text-anchor="end">{rate:,.0f}'
                   '</text>')
        rate *= 10
    for count in callers:
        out.append(f'<text x="{x(count):.1f}" y="{HEIGHT - 30}" text-anchor="middle">{count}</text>')
    for number, (name, points) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        line = " ".join(f"{x(c):.1f},{y(r):.1f}" for c, r in sorted(points.items()))
        out.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{x(c):.1f}" cy="{y(r):.1f}" r="3" fill="{colour}"/>'
                for c, r in points.items()]
        key = TOP + 20 * number
        out.append(f'<rect x="{WIDTH - RIGHT + 20}" y="{key}" width="12" height="12" '
                   f'fill="{colour}"/><text x="{WIDTH - RIGHT + 38}" y="{key + 11}">{name}</text>')
    return "\n".join(out + ["</svg>", ""])


def number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def table(rows: list[dict[str, Any]]) -> str:
    lines = ["| row | size | Haven | beside | ratio (least…most) | must | aim | |",
             "|---|---|---|---|---|---|---|---|"]
    for row in rows:
        least, most = row["spread"].get("ratio", (None, None))
        holds = {True: "✓", False: "missed", None: ""}[row["holds"]]
        lines.append(
            f"| {row['row']}, {row['unit']} | {row['size']} | {number(row['haven'])} | "
            f"{row['peer']} {number(row['beside'])} | {number(row['ratio'])} "
            f"({number(least)}…{number(most)}) | {number(row['must'])} | {number(row['aim'])} | "
            f"{holds} |")
    return "\n".join(lines)


def main() -> None:
    rows = json.loads(Path(sys.argv[1]).read_text())["rows"]
    Path(sys.argv[2]).write_text(svg(throughput(rows)))
    print(table(rows))


if __name__ == "__main__":
    main()
