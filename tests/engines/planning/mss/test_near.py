"""Steps from a known programme never lose, keep every rule of one student, and are worth what they say."""

import numpy as np

from randa.engines.planning.model import InvalidInputError
from randa.engines.planning.mss.check import student_score, violations
from randa.engines.planning.mss.columns import Column
from randa.engines.planning.mss.pricing import Pricer, whole_prices
from randa.engines.planning.mss.tables import SCALE, tables_of
from tests.engines.planning.mss.instances import alone, made_up, programmes


def starts():
    for seed in range(1, 13):
        try:
            problem = made_up(seed)
        except InvalidInputError:  # asks a student for more than there is: see the tests of input
            continue
        for s in range(problem.students):
            for stays in programmes(problem, s)[:4]:
                yield problem, s, stays


def test_a_programme_found_near_another_keeps_the_rules_and_is_worth_more():
    found = 0
    for problem, s, stays in starts():
        tables = tables_of(problem)
        rng, shape = np.random.default_rng(s), tables.least.shape
        none = np.zeros(shape)
        prices = whole_prices(tables, np.ones(problem.students), none, rng.integers(0, 4, shape).astype(float))
        begun = Column(s, tuple((d - 1, h - 1, t - 1) for d, h, t in stays), student_score(problem, s + 1, stays))

        def worth(column, prices=prices, tables=tables, s=s):
            return int(prices.factor[s]) * column.score - int(prices.ward.ravel()[column.cells(tables)].sum())

        for kicks in (0, 5):
            for column in Pricer(tables, np.zeros(1, np.int64)).near(
                s, prices, prices.sums(), worth(begun), [begun], kicks
            ):
                assert violations(alone(problem, s), (column.numbered(),)) == []
                assert column.score == student_score(problem, s + 1, column.numbered())
                assert worth(column) > worth(begun)
                assert abs(worth(column)) < 100 * SCALE
                found += 1
    assert found > 20
