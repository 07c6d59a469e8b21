"""What people change about themselves."""

from django.conf import settings
from django.db import transaction

from randa.core.audit.services import record
from randa.people.models import User

OWN = ("work_phone", "language")


@transaction.atomic
def change_own_details(*, actor: User, work_phone: str, language: str) -> None:
    """Store one's own phone number and language; names and title come from the employer. What is unchanged is not written.

    Raises:
        ValueError: Randa does not speak the language.
    """
    if language not in dict(settings.LANGUAGES):
        raise ValueError(f"language is {language!r}; expected one of {sorted(dict(settings.LANGUAGES))}")
    person = User.objects.select_for_update().get(pk=actor.pk)
    after = {
        name: value
        for name, value in (("work_phone", work_phone), ("language", language))
        if getattr(person, name) != value
    }
    if not after:
        return
    before = {name: getattr(person, name) for name in after}
    for name, value in after.items():
        setattr(person, name, value)
        setattr(actor, name, value)
    person.save(update_fields=list(after))
    record(actor, "person.own_details", person, before=before, after=after, subject=person)


@transaction.atomic
def speak(*, actor: User, language: str) -> None:
    """Remember the language one has chosen, for every device and for mail. It is no event of the log."""
    if language in dict(settings.LANGUAGES):
        User.objects.filter(pk=actor.pk).exclude(language=language).update(language=language)
        actor.language = language
