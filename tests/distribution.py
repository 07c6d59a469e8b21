"""How the tests are shared among processes: what shares a world stays together, and what takes long is begun first."""

import os
from collections import Counter

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

SLOW = 100  # quick tests take as long as one that is marked slow
DEMO = "tests/demo"


def shares_with(nodeid: str) -> str:
    """Return what must run in one process: a file; of the demo world's tests, which share its making, the folder."""
    file = nodeid.split("::", 1)[0]
    return DEMO if file.startswith(f"{DEMO}/") else file


class Together(LoadScopeScheduling):
    """Hands out what is kept together in the order of the collection."""

    def _split_scope(self, nodeid: str) -> str:
        return shares_with(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together | None:
    if config.getoption("dist") != "loadscope":
        return None
    config.option.loadscopereorder = False
    return Together(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin what takes long first, so that no process waits for the last file of another."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    weight = Counter[str]()
    for item in items:
        weight[shares_with(item.nodeid)] += SLOW if item.get_closest_marker("slow") else 1
    items.sort(key=lambda item: (-weight[shares_with(item.nodeid)], shares_with(item.nodeid)))
