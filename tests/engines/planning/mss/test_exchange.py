"""Exchanges among a few students make a legal schedule better and never illegal, the same again from the same seed."""

import numpy as np
import pytest

from randa.engines.planning.mss.check import violations
from randa.engines.planning.mss.exchange import Exchange
from randa.engines.planning.mss.first import first_programme
from randa.engines.planning.mss.pricing import Pricer
from randa.engines.planning.mss.start import Start
from randa.engines.planning.mss.tables import tables_of
from randa.engines.planning.stop import never
from tests.engines.planning.mss.instances import published_shape

PROBLEM = published_shape(2, students=20, disciplines=8, hospitals=3)


@pytest.fixture(scope="module")
def legal():
    """A legal schedule that nobody has looked for points in, and the pricer."""
    tables = tables_of(PROBLEM)
    pricer = Pricer(tables, np.zeros(1, np.int64))
    firsts = [first_programme(tables, student) for student in range(PROBLEM.students)]
    start = Start(pricer, firsts, np.random.default_rng(1))
    assert start.run(lambda: False)
    return pricer, start.columns


def improved(legal, steps, seed=1, stop=never):
    pricer, columns = legal
    pricer._descents = 0
    return Exchange(pricer, columns).improve(steps, np.random.default_rng(seed), stop)


def score(columns):
    return sum(column.score for column in columns) + min(column.score for column in columns)


def test_exchanges_give_more_points_and_keep_every_rule(legal):
    after = improved(legal, 300)

    assert score(after) > score(legal[1])
    assert violations(PROBLEM, tuple(column.numbered() for column in after)) == []


def test_the_same_seed_gives_the_same_schedule(legal):
    assert improved(legal, 100) == improved(legal, 100)


def test_who_is_told_to_stop_gives_back_the_schedule_as_it_was(legal):
    assert improved(legal, 100, stop=lambda: True) == legal[1]


def test_the_wards_are_counted_as_they_are_after_every_step(legal):
    pricer, columns = legal
    exchange = Exchange(pricer, columns)
    exchange.improve(60, np.random.default_rng(3), never)

    counted = Exchange(pricer, exchange.columns)

    assert np.array_equal(counted.use, exchange.use)
    assert not exchange.wrong().size
