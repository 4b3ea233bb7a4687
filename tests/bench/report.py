"""What was measured, as a table for people and as JSON for programs."""

import gzip
import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from paktum.web.assets.build import BUILT
from tests.bench.measure import Sample, Target, ask_well, percentile, ratios
from tests.bench.servers import REFERENCES

RESULTS: Final = Path(__file__).parent / "results.json"
Spread = tuple[float, float, float]


@dataclass(frozen=True)
class PageResult:
    """A page: CPU milliseconds a request (server and PostgreSQL), answer times, statements, weight as sent by a proxy
    that compresses, and its ratio to each reference as median, least and greatest of the cycles."""

    page: str
    cpu_ms: float
    per_second: float | None
    p50_ms: float
    p95_ms: float
    p99_ms: float
    statements: int
    compressed_kb: float
    ratios: Mapping[str, Spread]


def page_result(target: Target, samples: Mapping[str, Sequence[Sample]], statements: int) -> PageResult:
    """Sum the samples of a page up; its weight is that of one more answer."""
    own = samples[target.name]
    times = [time for one in own for time in one.times]
    rates = [one.per_second for one in own if one.per_second is not None]
    p50, p95, p99 = (round(percentile(times, share), 2) for share in (0.5, 0.95, 0.99))
    return PageResult(
        page=target.name,
        cpu_ms=round(statistics.median(one.cpu for one in own), 2),
        per_second=round(statistics.median(rates)) if rates else None,
        p50_ms=p50,
        p95_ms=p95,
        p99_ms=p99,
        statements=statements,
        compressed_kb=round(len(gzip.compress(ask_well(target).body, 6)) / 1000, 1),
        ratios={name: _rounded(ratios(own, samples[name])) for name in REFERENCES},
    )


def _rounded(spread: Spread) -> Spread:
    middle, least, greatest = (round(value, 2) for value in spread)
    return middle, least, greatest


def assets_kb() -> float:
    """The weight of all built files together, each as it is sent: compressed where a compressed form is kept."""
    files = [path for path in BUILT.iterdir() if path.suffix not in (".gz", ".json")]
    squeezed = {path: path.with_name(path.name + ".gz") for path in files}
    return round(sum((gz if gz.is_file() else path).stat().st_size for path, gz in squeezed.items()) / 1000, 1)


def show(
    pages: Sequence[PageResult],
    costs: Mapping[str, float],
    memory: Mapping[str, float],
    assets: float,
    phones: Mapping[str, Any],
) -> None:
    """Print the table and write it as JSON."""
    print("references, CPU ms a request: " + ", ".join(f"{name} {cost:.2f}" for name, cost in costs.items()))
    numbers = "".join(f"{head:>8}" for head in ("CPU ms", "req/s", "p50", "p95", "p99", "SQL", "kB gz"))
    print(f"{'page':20}{numbers}" + "".join(f"{'× ' + name:>24}" for name in REFERENCES))
    for page in pages:
        own = (page.cpu_ms, page.per_second or "", page.p50_ms, page.p95_ms, page.p99_ms, page.statements)
        numbers = "".join(f"{value:>8}" for value in (*own, page.compressed_kb))
        spreads = "".join(f"{_words(page.ratios[name]):>24}" for name in REFERENCES)
        print(f"{page.page:20}{numbers}{spreads}")
    held = ", ".join(f"{name} {size:.0f} MB" for name, size in memory.items())
    print(f"memory of two workers (PSS): {held}; ours is {memory['ours'] / memory['R']:.2f} × R")
    print(f"all assets together: {assets} kB")
    found = {"references_cpu_ms": costs, "pages": [asdict(page) for page in pages], "memory_mb": memory}
    RESULTS.write_text(json.dumps({**found, "assets_kb": assets, "phones": phones}, indent=2), encoding="utf-8")


def _words(spread: Spread) -> str:
    middle, least, greatest = spread
    return f"{middle:.2f} ({least:.2f}–{greatest:.2f})"
