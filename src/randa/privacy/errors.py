"""What privacy refuses, in the words of the person."""

import datetime as dt

from django.utils.translation import gettext as _

from randa.core.errors import DomainError, InvalidInputError


class RequestIsAnsweredError(DomainError):
    """The request has its answer already, or was withdrawn."""

    code = "request_is_answered"

    def __init__(self) -> None:
        super().__init__(_("Begäran är redan avslutad. Läs svaret på sidan."))


class SameRequestIsOpenError(DomainError):
    """There is an open request of the kind."""

    code = "same_request_is_open"

    def __init__(self, kind: str) -> None:
        super().__init__(_("Du har redan en begäran som väntar på svar: %(kind)s.") % {"kind": kind})


class AlreadyExtendedError(DomainError):
    """Article 12.3 lets the month become three, once."""

    code = "already_extended"

    def __init__(self, due: dt.date) -> None:
        super().__init__(
            _("Svarstiden är redan förlängd till %(day)s och kan inte förlängas igen.") % {"day": due.isoformat()}
        )


class ExportTooOftenError(DomainError):
    """An export was asked for very lately."""

    code = "export_too_often"
    status = 429

    def __init__(self) -> None:
        super().__init__(
            _("Du har begärt flera utdrag det senaste dygnet. Använd det senaste, eller vänta till i morgon.")
        )


class ExportIsGoneError(DomainError):
    """The week is over, or the file is not made yet."""

    code = "export_is_gone"
    status = 410

    def __init__(self) -> None:
        super().__init__(_("Filen finns inte längre: ett utdrag sparas i sju dagar. Begär ett nytt."))


class ErasureStoppedError(DomainError):
    """Something forbids erasure now; `problems` says what."""

    code = "erasure_stopped"

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


class NothingToRemoveError(DomainError):
    """No row's period is over."""

    code = "nothing_to_remove"

    def __init__(self) -> None:
        super().__init__(_("Det finns inget att gallra i dag: ingen uppgift har passerat sin frist."))


class RunIsDecidedError(DomainError):
    """The run is not in a state where this can be done."""

    code = "run_is_decided"

    def __init__(self, state: str) -> None:
        super().__init__(_("Gallringen är redan hanterad: den är %(state)s.") % {"state": state})


class SamePersonError(DomainError):
    """Who proposes does not approve."""

    code = "same_person"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("Du har själv föreslagit gallringen. Någon annan måste godkänna den."))


class PlanHasChangedError(DomainError):
    """Data, periods or holds differ from what was approved."""

    code = "plan_has_changed"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Uppgifter, frister eller undantag har ändrats sedan gallringen godkändes. Inget mer raderas. Föreslå den på nytt."
            )
        )


class AlreadyRestrictedError(DomainError):
    """The restriction is, or is not, there already."""

    code = "already_restricted"

    def __init__(self) -> None:
        super().__init__(_("Personens uppgifter är redan begränsade."))


class NotRestrictedError(DomainError):
    """There is no restriction to lift."""

    code = "not_restricted"

    def __init__(self) -> None:
        super().__init__(_("Personens uppgifter är inte begränsade."))


class HoldIsOverError(DomainError):
    """The hold was lifted already."""

    code = "hold_is_over"

    def __init__(self) -> None:
        super().__init__(_("Undantaget är redan hävt."))


class UnknownPersonError(InvalidInputError):
    """No person the officer answers for has the address."""

    code = "unknown_person"

    def __init__(self) -> None:
        super().__init__(_("Ingen person i din organisation har den e-postadressen."))
