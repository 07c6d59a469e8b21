"""The fictional people one can try Randa as, in the order of the roles and under the kind of work they do."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from randa.core.language import in_language
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One card: who, as what, where, and what to try first."""

    person: User
    role: str
    sentence: str
    place: str
    first: str
    is_suggested: bool


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    people: list[DemoPerson]


_SUGGESTED = "training_manager"


def _groups() -> list[tuple[str, tuple[str, ...]]]:
    return [
        (_("Planerar"), ("training_manager", "training_director", "coordinator", "recruiter")),
        (_("Utbildar och utbildas"), ("learner", "supervisor", "unit_head", "external_assessor")),
        (_("Samverkar"), ("council_member", "council_secretary", "convenor", "programme_lead")),
        (_("Håller ordning"), ("auditor", "administrator")),
    ]


def _first_things() -> dict[str, str]:
    return {
        "training_manager": _("Se när platserna tar slut, och planera 2027 års starter."),
        "training_director": _("Se vilka platser som saknas nästa kvartal."),
        "coordinator": _("Öppna en plan och se varför några veckor saknar plats."),
        "recruiter": _("Se hur många tjänster som planeras, år för år."),
        "learner": _("Se var du är nu och vart du ska härnäst."),
        "supervisor": _("Se vilka som kommer till din enhet de närmaste veckorna."),
        "unit_head": _("Se vad ett mindre uppdrag gör med enhetens platser."),
        "external_assessor": _("Se hur lite som visas för den som inte behöver mer."),
        "council_member": _("Jämför regionernas tjänster med deras andel av invånarna."),
        "council_secretary": _("Hitta den publicerade siffra som inte stämmer."),
        "convenor": _("Prova gruppens förslag som ett scenario."),
        "programme_lead": _("Se behov och tjänster i en bild."),
        "auditor": _("Läs planer och personer utan att kunna ändra något."),
        "administrator": _("Se allt i den egna organisationen."),
    }


def _place(person: User, organisation: Organisation) -> str:
    """Return the person's title, which is Swedish, with the organisation unless it names it already; in English the organisation."""
    name = str(organisation)
    return in_language(person.title if name in person.title else f"{person.title}, {name}", name)


def demo_people(day: dt.date) -> list[Group]:
    """Return the people to try as, grouped: two queries at any size. A role without a person is left out."""
    current = (
        RoleAssignment.objects.current(day).select_related("role", "organisation").order_by("role__sort_order", "pk")
    )
    people = (
        User.objects.get_queryset()
        .filter(is_demo=True, is_active=True, title__gt="")
        .prefetch_related(Prefetch("role_assignments", queryset=current, to_attr="roles_today"))
        .order_by("family_name", "given_name", "pk")
    )
    by_role: dict[str, list[DemoPerson]] = {}
    first = _first_things()
    for person in people:
        for one in person.roles_today[:1]:  # type: ignore[attr-defined]  # made by the prefetch above
            card = DemoPerson(
                person,
                one.role.name,
                one.role.sentence,
                _place(person, one.organisation),
                first.get(one.role_id, ""),
                one.role_id == _SUGGESTED,
            )
            by_role.setdefault(one.role_id, []).append(card)
    groups = [Group(title, [card for code in codes for card in by_role.pop(code, [])]) for title, codes in _groups()]
    groups.append(Group(_("Fler"), [card for cards in by_role.values() for card in cards]))
    return [group for group in groups if group.people]
