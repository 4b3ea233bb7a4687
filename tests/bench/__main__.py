"""Runs the bench: `python -m tests.bench`; prints what each page costs and writes results.json beside it.

`--quick` takes about a minute and is good for comparing one's own changes; figures to keep come from a full run.
"""

import argparse
import os
import statistics
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil
import psycopg

from paktum.core.migrate import upgrade
from paktum.local.environment import addresses, demo_variables
from paktum.local.postgres import PostgresServer
from paktum.local.provision import APP, DatabaseUrls, plain_url
from paktum.local.server import Durability
from paktum.local.valkey import ValkeyServer
from tests.bench.crowd import crowd
from tests.bench.data import BenchTenant, fill
from tests.bench.inside import statements_of
from tests.bench.measure import Meter, Sample, Target, ask_well, memory_of, sample
from tests.bench.report import assets_kb, page_result, show
from tests.bench.servers import OURS, REFERENCES, platform, reference
from tests.bench.targets import our_targets, reference_targets

# Enough for both workers to have seen every page.
_WARM_UP: Final = 30


@dataclass(frozen=True)
class House:
    """Everything that runs: the servers by name, the database, the platform's settings, and two tenants to ask."""

    servers: dict[str, psutil.Process]
    postgres: psutil.Process
    urls: DatabaseUrls
    environment: dict[str, str]
    first: BenchTenant
    last: BenchTenant


def main() -> None:
    """Set everything up, measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--cycles", type=int, default=9, help="interleaved cycles, at least 7 for figures to keep")
    parser.add_argument("--requests", type=int, default=40, help="requests to each target in a cycle")
    parser.add_argument("--quick", action="store_true", help="3 cycles of 15 requests")
    parser.add_argument("--crowd", action="store_true", help="only the two hundred phones at one meeting")
    chosen = parser.parse_args()
    cycles, requests = (3, 15) if chosen.quick else (chosen.cycles, chosen.requests)
    with running() as house, _changer(house.urls) as change:
        if chosen.crowd:
            crowd(house.first, house.environment, Meter(house.servers["ours"], house.postgres, APP))
            return
        ours = list(our_targets(house.first, house.last, house.environment["PAKTUM_SECRET_KEY"], change))
        references = reference_targets(house.first)
        samples = run(house, [*ours, *references], cycles, requests)
        statements = statements_of(ours, house.environment)
        pages = [page_result(target, samples, statements[target.name]) for target in ours]
        costs = {name: statistics.median(one.cpu for one in samples[name]) for name in REFERENCES}
        memory = {name: memory_of(server) for name, server in house.servers.items()}
        print("two hundred phones at one meeting …", flush=True)
        phones = crowd(house.first, house.environment, Meter(house.servers["ours"], house.postgres, APP))
        show(pages, costs, memory, assets_kb(), phones)


@contextmanager
def running() -> Iterator[House]:
    """The database with its 300 tenants, the platform and the references."""
    with ExitStack() as stack:
        temporary = tempfile.TemporaryDirectory(prefix="paktum-bench-", ignore_cleanup_errors=True)
        folder = Path(stack.enter_context(temporary))
        postgres = stack.enter_context(PostgresServer(folder / "database", durability=Durability.FAST))
        valkey = stack.enter_context(ValkeyServer(folder / "queue", durability=Durability.FAST))
        urls = postgres.provision()
        upgrade(urls.owner)
        print("filling 300 tenants …", flush=True)
        first, last = fill(urls)
        environment = dict(os.environ) | addresses(urls, valkey.url(), {}) | demo_variables(folder, OURS)
        servers = {"ours": stack.enter_context(platform(environment))}
        for name in REFERENCES:
            servers[name] = stack.enter_context(reference(name, urls.app, str(first.id)))
        yield House(servers, psutil.Process(postgres.pid), urls, environment, first, last)


@contextmanager
def _changer(urls: DatabaseUrls) -> Iterator[Callable[[uuid.UUID], Callable[[], None]]]:
    """What raises a tenant's revision, as any committed change does."""
    with psycopg.connect(plain_url(urls.owner), autocommit=True) as connection:

        def change(tenant: uuid.UUID) -> Callable[[], None]:
            statement = "update tenant_revision set revision = revision + 1 where tenant_id = %s"

            def raise_revision() -> None:
                connection.execute(statement, (tenant,))

            return raise_revision

        yield change


def run(house: House, targets: Sequence[Target], cycles: int, requests: int) -> dict[str, list[Sample]]:
    """Warm everything up, then ask all targets in turn, cycle by cycle, so that a drift of the machine meets all alike."""
    meters = {name: Meter(server, house.postgres, APP) for name, server in house.servers.items()}
    samples: dict[str, list[Sample]] = {target.name: [] for target in targets}
    for target in targets:
        for _ in range(_WARM_UP):
            ask_well(target)
    for cycle in range(cycles):
        print(f"cycle {cycle + 1} of {cycles}", flush=True)
        for target in _turned(targets, cycle):
            samples[target.name].append(sample(target, meters[target.server], requests))
    return samples


def _turned(targets: Sequence[Any], by: int) -> list[Any]:
    """The same targets, beginning elsewhere: nobody is always asked right after the same neighbour's load."""
    start = by * 5 % len(targets)
    return [*targets[start:], *targets[:start]]


if __name__ == "__main__":
    main()
