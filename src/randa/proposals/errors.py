"""Refusals about proposals, in words that a planner and a head of a unit may read."""

import datetime as dt

from django.utils.translation import gettext as _

from randa.core.errors import DomainError, InvalidInputError
from randa.core.ui.formats import day_words


class NothingToProposeError(DomainError):
    code = "nothing_to_propose"

    def __init__(self) -> None:
        super().__init__(
            _("Inget block i utkastet har en enhet. Placera någon först, så finns det något att fråga om.")
        )


class AnswerDayPassedError(InvalidInputError):
    code = "answer_day_passed"
    field = "answer_by"

    def __init__(self, day: dt.date) -> None:
        super().__init__(_("%(day)s har redan varit. Ge enheterna en dag som kommer.") % {"day": day_words(day)})


class ProposalOverError(DomainError):
    code = "proposal_over"

    def __init__(self) -> None:
        super().__init__(_("Förslaget väntar inte på svar längre: det är ersatt, tillbakadraget eller publicerat."))


class BlockChangedError(DomainError):
    code = "proposed_block_changed"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Planeraren har ändrat det här blocket sedan förslaget skickades, så ditt svar är inte sparat."
                " Du får frågan igen om det fortfarande gäller er."
            )
        )


class AnsweredMeanwhileError(DomainError):
    """Somebody else has answered since the page was opened."""

    code = "answered_meanwhile"

    def __init__(self, who: str, answer: str) -> None:
        super().__init__(
            _("%(who)s har svarat ”%(answer)s” sedan du öppnade sidan. Svara igen om ditt svar ska gälla i stället.")
            % {"who": who, "answer": answer}
        )


class SuggestionGoneError(DomainError):
    """A unit no longer suggests other weeks for a block: it has answered anew, or the question is over."""

    code = "suggestion_gone"

    def __init__(self) -> None:
        super().__init__(
            _("Enheten föreslår inte de veckorna längre. Läs enheternas svar igen; inget är ändrat i utkastet.")
        )


class NoReasonMissingError(InvalidInputError):
    code = "no_without_reason"
    field = "reason"

    def __init__(self) -> None:
        super().__init__(_("Välj ett skäl, så att planeraren vet vad som går att göra."))


class NoWordsMissingError(InvalidInputError):
    code = "no_without_words"
    field = "words"

    def __init__(self) -> None:
        super().__init__(_("Det skälet säger inte allt. Skriv några ord till planeraren."))


class OtherWeekMissingError(InvalidInputError):
    code = "other_weeks_without_week"
    field = "suggested_on"

    def __init__(self) -> None:
        super().__init__(_("Välj en dag i den första veckan som passar bättre, en annan än den föreslagna."))


class SupervisorElsewhereError(DomainError):
    code = "supervisor_of_another_unit"
    field = "supervisor"

    def __init__(self) -> None:
        super().__init__(_("Handledaren hör inte till enheten. Välj någon i listan."))
