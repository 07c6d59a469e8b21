"""Refusals about a region's own rules."""

import datetime as dt

from django.utils.translation import gettext as _

from randa.core.errors import DomainError


class DraftChangedError(DomainError):
    """Somebody else has saved the draft since it was opened."""

    code = "rule_draft_changed"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Någon annan har sparat utkastet sedan du öppnade det. Se vad som står där nu och spara igen om ditt ska gälla."
            )
        )


class VersionNotOpenError(DomainError):
    """The version is published or taken back, or it holds already."""

    code = "rule_version_not_open"

    def __init__(self, state: str) -> None:
        super().__init__(
            _("Versionen är ”%(state)s” och ändras inte längre. Skriv en ny version från en senare dag.")
            % {"state": state}
        )


class VersionDayPassedError(DomainError):
    """The version is to hold from today or earlier."""

    code, field = "rule_version_day_passed", "valid_from"

    def __init__(self, day: dt.date) -> None:
        super().__init__(
            _("Planer kan redan ha räknats med det som gäller %(day)s. Välj en dag från och med i morgon.")
            % {"day": day.isoformat()}
        )


class VersionOverlapsError(DomainError):
    """A version that begins on the same day or later is published already."""

    code, field = "rule_version_overlaps", "valid_from"

    def __init__(self, day: dt.date) -> None:
        super().__init__(
            _(
                "En version som gäller från %(day)s är redan publicerad. Välj en senare dag, eller ta tillbaka den först."
            )
            % {"day": day.isoformat()}
        )


class RuleNotRegionalError(DomainError):
    """The rule is the nation's or the healthcare region's to decide."""

    code = "rule_not_regional"

    def __init__(self, label: str) -> None:
        super().__init__(
            _("Regionen får inte bestämma ”%(rule)s” själv. Det som är bestämt för hela landet gäller.")
            % {"rule": label}
        )


class RuleValueError(DomainError):
    """The value is none that the rule takes; `field` names the rule's field."""

    code = "rule_value_wrong"

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


class NotDecidedError(DomainError):
    """It is not said who decided, or where it is written."""

    code = "rule_version_not_decided"

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


class NothingChangedError(DomainError):
    """The draft says what holds anyway."""

    code = "rule_version_changes_nothing"

    def __init__(self) -> None:
        super().__init__(_("Utkastet ändrar ingenting. Ändra minst en regel, eller kasta utkastet."))
