"""What would bring a short cell back under its limit, each remedy alone, in whole people and seats."""

import math

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.ui.formats import quarter_words
from randa.dimensioning.forecasting import WEEKS_A_QUARTER, bt_weeks, seat_weeks
from randa.dimensioning.queries.forecast import Cell, Outlook, spare_elsewhere

LEARNERS_PER_SUPERVISOR = 2  # what most supervisors take at a time


def remedies(found: Outlook, cell: Cell) -> list[str]:
    """Return sentences, the most direct first; none when the cell has room."""
    missing = cell.missing
    if missing <= 0:
        return []
    sentences = []
    seats = math.ceil(missing / WEEKS_A_QUARTER)
    if cell.binding == "supervisors":
        trained = math.ceil(seats / LEARNERS_PER_SUPERVISOR)
        sentences.append(
            ngettext(
                "Utbilda %(count)d handledare till: platserna finns.",
                "Utbilda %(count)d handledare till: platserna finns.",
                trained,
            )
            % {"count": trained}
        )
    elif cell.binding == "assessments":
        sentences.append(_("Ge handledarna mer tid, eller kräv färre bedömningar: platserna finns."))
    elif cell.binding == "patients":
        sentences.append(_("Sök enheter med fler patienter, eller sprid platserna över fler enheter: platserna finns."))
    elif cell.binding == "budget":
        sentences.append(
            _("Ge området pengar till %(weeks)d platsveckor mer i kvartalet: platserna finns.")
            % {"weeks": math.ceil(missing)}
        )
    else:
        sentences.append(
            ngettext(
                "Öppna %(count)d plats till med handledare.", "Öppna %(count)d platser till med handledare.", seats
            )
            % {"count": seats}
        )
    fewer = math.ceil(missing / bt_quarter_weeks_per_post(found, cell.area))
    sentences.append(
        ngettext("Starta %(count)d BT-tjänst färre per år.", "Starta %(count)d BT-tjänster färre per år.", fewer)
        % {"count": fewer}
    )
    near = [one for one in spare_elsewhere(found, cell) if -one.missing >= missing]
    if near:
        values = {
            "region": near[0].region.name,
            "quarter": quarter_words(cell.quarter),
            "weeks": math.floor(-near[0].missing),
        }
        sentences.append(
            _("Fråga %(region)s om sidotjänstgöring: där finns %(weeks)d platsveckor lediga %(quarter)s.") % values
        )
    return sentences


def bt_quarter_weeks_per_post(found: Outlook, area: str) -> float:
    """Return the seat-weeks a quarter that one more BT start a year comes to ask for in an area, in the long run."""
    values = found.values
    held = seat_weeks(bt_weeks(values), found.problem.bt_slots, values)[area]
    return max(held / 4 / (1 - found.problem.extension), 1e-6)
