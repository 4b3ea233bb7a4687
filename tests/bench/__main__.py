"""Runs the bench: `python -m tests.bench [--cycles 7] [--requests 40]`; prints the ratios and writes results.json beside it."""

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
from flask.sessions import SecureCookieSessionInterface

from paktum.core.migrate import upgrade
from paktum.local.environment import addresses, demo_variables
from paktum.local.postgres import Durability, PostgresServer
from paktum.local.valkey import ValkeyServer
from tests.bench.data import BenchTenant, fill
from tests.bench.measure import Sample, Target, ask, memory_of, percentile, ratios, sample

ROOT = Path(__file__).parents[2]
OURS, REFERENCES = 8490, {"R": ("orm", 8491), "raw": ("raw", 8492), "cached": ("cached", 8493), "feed": ("feed", 8494)}


def main() -> None:
    """Set everything up, measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=7)
    parser.add_argument("--requests", type=int, default=40)
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="paktum-bench-", ignore_cleanup_errors=True))
        )
        postgres = stack.enter_context(PostgresServer(folder / "database", durability=Durability.FAST))
        valkey = stack.enter_context(ValkeyServer(folder / "queue"))
        urls = postgres.provision()
        upgrade(urls.owner)
        print("filling 300 tenants …", flush=True)
        first, last = fill(urls)
        environment = dict(os.environ) | addresses(urls, valkey.url(), {}) | demo_variables(folder, OURS)
        servers = {"ours": stack.enter_context(gunicorn("paktum.app:create_app()", OURS, environment))}
        for name, (factory, port) in REFERENCES.items():
            own = dict(os.environ) | {"BENCH_DATABASE": urls.app}
            servers[name] = stack.enter_context(gunicorn(f"tests.bench.references:{factory}()", port, own))
        targets = list(our_targets(first, last, environment["PAKTUM_SECRET_KEY"])) + reference_targets(first)
        results = run(targets, servers, psutil.Process(postgres.pid), chosen.cycles, chosen.requests)
        report(targets, results, servers)


@contextmanager
def gunicorn(application: str, port: int, environment: dict[str, str]) -> Iterator[psutil.Process]:
    """Two sync workers on a port, as the demo runs them."""
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--workers",
        "2",
        "--bind",
        f"127.0.0.1:{port}",
        "--log-level",
        "error",
    ]
    paths = os.pathsep.join(str(ROOT / part) for part in ("platform", "plugins", "."))
    with subprocess.Popen([*command, application], cwd=ROOT, env=environment | {"PYTHONPATH": paths}) as process:
        for _ in range(300):
            try:
                ask(Target("", port, "/health/live", {"X-Tenant": "", "Host": "localhost"}))
                break
            except OSError:
                time.sleep(0.1)
        yield psutil.Process(process.pid)
        process.terminate()


def our_targets(first: BenchTenant, last: BenchTenant, key: str) -> Iterator[Target]:
    """The pages of the first tenant, and the plan page of the last one."""
    yield Target("apex", OURS, "/", {"Host": "localhost"})
    yield Target("sign-in", OURS, "/sign-in", {"Host": first.host})
    for name, path in (
        ("Today", "/"),
        ("plan", "/programme"),
        ("body", f"/bodies/{first.body}"),
        ("entry", f"/programme/entries/{first.entry}"),
        ("feed", feed_path(first, key)),
    ):
        yield Target(name, OURS, path, signed_in(first, key))
    yield Target("plan, 300th tenant", OURS, "/programme", signed_in(last, key))


def feed_path(tenant: BenchTenant, key: str) -> str:
    """The secret address of a tenant's calendar."""
    from paktum.domains.programme.feeds import feed_secret

    return f"/calendar/{tenant.feed}/{feed_secret(key, tenant.id, tenant.feed, 1)}.ics"


def signed_in(tenant: BenchTenant, key: str) -> dict[str, str]:
    """The headers of a browser that is signed in."""
    from flask import Flask

    app = Flask("cookies")
    app.secret_key = key
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    cookie = serializer.dumps({"_user_id": tenant.secret, "_fresh": True})
    return {"Host": tenant.host, "Cookie": f"paktum={cookie}", "Accept-Encoding": "identity"}


def reference_targets(tenant: BenchTenant) -> list[Target]:
    """The references, each for the first tenant."""
    return [Target(n, port, "/", {"X-Tenant": str(tenant.id)}, True) for n, (_, port) in REFERENCES.items()]


def run(
    targets: list[Target], servers: dict[str, psutil.Process], postgres: psutil.Process, cycles: int, requests: int
) -> dict[str, list[Sample]]:
    """Warm everything up, then ask all targets in turn, cycle by cycle, so that a drift of the machine meets all alike."""
    results: dict[str, list[Sample]] = {
        target.name if not target.reference else f"={target.name}": [] for target in targets
    }
    for target in targets:
        for _ in range(12):
            status, _length = ask(target)
            if status != 200:
                raise RuntimeError(f"{target.name} answered {status}")
    for cycle in range(cycles):
        print(f"cycle {cycle + 1} of {cycles}", flush=True)
        for target in targets:
            server = servers[target.name if target.reference else "ours"]
            key = f"={target.name}" if target.reference else target.name
            results[key].append(sample(target, [server, postgres], requests))
    return results


def report(targets: list[Target], results: dict[str, list[Sample]], servers: dict[str, psutil.Process]) -> None:
    """Print the table and write it as JSON."""
    rows = []
    for target in targets:
        if target.reference:
            continue
        samples = results[target.name]
        times = [t for one in samples for t in one.times]
        request = urllib.request.Request(f"http://127.0.0.1:{target.port}{target.path}", headers=dict(target.headers))
        with urllib.request.urlopen(request) as answer:
            squeezed = len(gzip.compress(answer.read()))
        against = {name: ratios(samples, results[f"={name}"]) for name in REFERENCES}
        rows.append(
            {
                "page": target.name,
                "cpu_ms": round(statistics.median(one.cpu for one in samples), 2),
                "per_second": round(1000 / statistics.mean(times), 1),
                "p50_ms": round(percentile(times, 0.5), 2),
                "p95_ms": round(percentile(times, 0.95), 2),
                "p99_ms": round(percentile(times, 0.99), 2),
                "squeezed_kb": round(squeezed / 1000, 1),
                "ratios": {name: [round(value, 2) for value in found] for name, found in against.items()},
            }
        )
    memory = {name: round(memory_of(server), 1) for name, server in servers.items()}
    for name in REFERENCES:
        print(f"{name}: {statistics.median(one.cpu for one in results[f'={name}']):.2f} ms")
    head = f"{'page':22}{'cpu ms':>8}{'req/s':>8}{'p50':>7}{'p95':>7}{'p99':>7}{'kB':>6}"
    print(f"{head}   × R (spread)      × raw  × cached  × feed")
    for row in rows:
        found = row["ratios"]
        assert isinstance(found, dict)
        spread = "{:.2f} ({:.2f}–{:.2f})".format(*found["R"])
        print(
            f"{row['page']:22}{row['cpu_ms']:8}{row['per_second']:8}{row['p50_ms']:7}{row['p95_ms']:7}{row['p99_ms']:7}"
            f"{row['squeezed_kb']:6}   {spread:17} {found['raw'][0]:6} {found['cached'][0]:8} {found['feed'][0]:7}"
        )
    print(f"memory of two workers, MB: {memory} (ours is {memory['ours'] / memory['R']:.2f} × R)")
    (Path(__file__).parent / "results.json").write_text(json.dumps({"pages": rows, "memory_mb": memory}, indent=2))


if __name__ == "__main__":
    main()
