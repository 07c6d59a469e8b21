"""Refusals that a user may read. Each app derives its own in its `errors.py`."""


class DomainError(Exception):
    """A rule says no. `code` is stable (tests, API, logs); the message is Swedish source text for people: what stopped it, what to do.

    Raise a subclass with a translated sentence; data for code goes into attributes.
    """

    code = "refused"
    status = 409
    field = ""  # the field of a form that it is about, when it is about one


class InvalidInputError(DomainError):
    """Typed or imported data cannot be taken; `problems` says where and why, one sentence each."""

    code = "invalid_input"
    status = 400

    def __init__(self, message: str, problems: list[str] | None = None) -> None:
        super().__init__(message)
        self.problems = problems or []
