"""Why a document is not registered, marked or released, and what to do."""

from django.utils.translation import gettext as _

from randa.core.errors import DomainError, InvalidInputError


class AlreadyRegisteredError(DomainError):
    """The thing has its register number already, here or at another authority."""

    code = "already_registered"

    def __init__(self, mark: str, organisation: str) -> None:
        super().__init__(
            _("Handlingen är redan registrerad som %(mark)s hos %(organisation)s. Använd det numret.")
            % {"mark": mark, "organisation": organisation}
        )
        self.mark = mark


class PublicWordsMissingError(InvalidInputError):
    """What the document concerns is kept apart, and nothing stands in the register in its place."""

    code = "public_words_missing"

    def __init__(self) -> None:
        super().__init__(_("Skriv vad som ska stå i det offentliga registret när ärendemeningen hålls avskild."))


class LateDayError(InvalidInputError):
    """A document came in, or was asked for, on a day that has not been."""

    code = "day_to_come"

    def __init__(self) -> None:
        super().__init__(_("Dagen har inte varit än. Ange i dag eller en tidigare dag."))


class UnacceptableFileError(InvalidInputError):
    """The file is too large, empty, or of a kind that the register does not keep."""

    code = "unacceptable_file"

    @classmethod
    def too_large(cls, megabytes: int) -> "UnacceptableFileError":
        return cls(_("Filen är större än %(most)d MB. Dela upp den eller spara den mindre.") % {"most": megabytes})

    @classmethod
    def empty(cls) -> "UnacceptableFileError":
        return cls(_("Filen är tom. Välj en annan fil."))

    @classmethod
    def of_unknown_kind(cls) -> "UnacceptableFileError":
        return cls(
            _("Filens innehåll är inte PDF, PNG, JPEG, Word, Excel eller vanlig text. Spara den i något av formaten.")
        )


class SameFileError(DomainError):
    """The newest version has the very same content."""

    code = "same_file"

    def __init__(self, version: int) -> None:
        super().__init__(
            _("Filen är exakt likadan som version %(version)d. Ingen ny version behövs.") % {"version": version}
        )


class AlreadyMarkedError(DomainError):
    """The section marks the document already."""

    code = "already_marked"

    def __init__(self, section: str) -> None:
        super().__init__(_("Handlingen är redan sekretessmarkerad enligt %(section)s.") % {"section": section})


class PassageNotFoundError(InvalidInputError):
    """A passage to be masked does not stand in the text: it may be spelt otherwise, and would then be left open."""

    code = "passage_not_found"

    def __init__(self, number: int) -> None:
        super().__init__(
            _("Passage %(number)d finns inte i texten. Skriv den precis som den står, annars maskas den inte.")
            % {"number": number}
        )
        self.number = number
