"""Driver ranking and robustness."""

from randa.dimensioning.driver_words import sentence
from randa.dimensioning.queries.drivers import robustness
from tests.dimensioning.forecast.conftest import made_basis

SINCE = "2027Q1"


def test_twenty_scenarios_hold_where_there_is_plenty() -> None:
    basis = made_basis("REG-18", seats=5000, supervised=5000)

    found = robustness(basis, since=SINCE, region="REG-18")

    assert (found.held, len(found.trials)) == (20, 20)
    assert sentence(found, basis, place="Örebro", tolerance=0) == "Planen för Örebro håller i 20 av 20 scenarier."


def test_a_plan_that_fails_already_says_so_first() -> None:
    basis = made_basis("REG-18", seats=100, supervised=100)

    text = sentence(robustness(basis, since=SINCE), basis, place="Örebro", tolerance=0)

    assert text.startswith("Planen för Örebro håller i 0 av 20 scenarier. Redan med planen som den är brister")


def test_accepting_more_never_makes_fewer_scenarios_hold() -> None:
    basis = made_basis("REG-18", seats=270, supervised=270)

    held = [robustness(basis, since=SINCE, tolerance=tolerance).held for tolerance in (0, 5, 10)]

    assert held == sorted(held)


def test_the_drivers_are_ranked_by_what_they_do() -> None:
    found = robustness(made_basis("REG-18", seats=230, supervised=230), since=SINCE)

    swings = [effect.swing(found.base.missing) for effect in found.ranked]
    assert swings == sorted(swings, reverse=True)
    assert swings[0] > 0
