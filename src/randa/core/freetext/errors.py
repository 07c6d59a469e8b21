"""The refusal of a text that holds an identity number."""

from django.utils.translation import gettext as _

from randa.core.errors import InvalidInputError


class IdentityNumberInTextError(InvalidInputError):
    """A free text holds what looks like a personal or coordination number. The sentence says where and never repeats it."""

    code = "identity_number_in_text"

    def __init__(self, line: int, label: str = "") -> None:
        values = {"line": line, "label": label}
        if label:
            message = _(
                "%(label)s: på rad %(line)s står något som ser ut som ett personnummer. Ta bort numret och spara igen. "
                "Skriv namn eller roll om du menar en kollega, och inget alls som pekar ut en patient."
            )
        else:
            message = _(
                "På rad %(line)s står något som ser ut som ett personnummer. Ta bort numret och spara igen. "
                "Skriv namn eller roll om du menar en kollega, och inget alls som pekar ut en patient."
            )
        super().__init__(message % values)
        self.line = line
