"""Heads of units, training directors and managers, and one person per role that a visitor can try Randa as."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from randa.demo.facts import REGIONS
from randa.demo.hospitals import HOSPITALS
from randa.demo.people import give_roles, new_people
from randa.demo.story import WARD_CODE
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.supervisors.models import Supervisor
from randa.training.models import Enrolment, Unit

REGION = "REG-20"  # where the story is at its plainest
SEVEN = (REGION, *(facts.code for facts in REGIONS if facts.code != REGION))
# Role, where, and who it is. A title marks a person on the "try as" page.
TRY_AS = (
    ("training_manager", (REGION,), _("AT- och BT-chef i Region Dalarna")),
    ("training_director", ("HSP-20-1",), _("Studierektor vid Falu lasarett")),
    ("coordinator", SEVEN, _("Placeringssamordnare för hela Mellansverige")),
    ("recruiter", ("REG-03",), _("Rekryterare i Region Uppsala")),
    ("external_assessor", ("HSP-21-1",), _("Extern bedömare från Gävle sjukhus")),
    ("council_member", ("RVKR-MEL",), _("Ledamot i Regionala vårdkompetensrådet")),
    ("council_secretary", ("RVKR-MEL",), _("Sekreterare i Regionala vårdkompetensrådet")),
    ("convenor", ("RVKR-MEL",), _("Sammankallande i arbetsgruppen för läkares utbildning")),
    ("programme_lead", ("LS-ORU",), _("Programansvarig vid Örebro universitet")),
    ("auditor", (REGION,), _("Granskare i Region Dalarna")),
    ("administrator", SEVEN, _("Systemförvaltare")),
)
LEARNER_TITLE = _("BT-läkare som börjar i Dalarna i februari")
SUPERVISOR_TITLE = _("Handledare på avdelningen som får färre platser")
HEAD_TITLE = _("Verksamhetschef för avdelningen som får färre platser")


def make_offices() -> None:
    """Make those who lead and look after, and give the "try as" people their titles."""
    codes = {code for _role, places, _title in TRY_AS for code in places} | set(HOSPITALS)
    organisations = Organisation.objects.in_bulk([*codes, *(one.code for one in REGIONS)], field_name="code")
    people = new_people("office")
    roles = [*_try_as(people, organisations), *_managers(people, organisations), *_heads()]
    new = {user.pk: user for user, _role, _organisation in roles}
    User.objects.bulk_create(new.values())
    give_roles(roles)
    _give_titles_to_those_who_exist()


Roles = Iterator[tuple[User, str, Organisation]]


def _try_as(people: Iterator[User], organisations: dict[str, Organisation]) -> Roles:
    for role, places, title in TRY_AS:
        user = next(people)
        user.title = title
        for code in places:
            yield user, role, organisations[code]


def _managers(people: Iterator[User], organisations: dict[str, Organisation]) -> Roles:
    for facts in REGIONS:
        if facts.code != REGION:
            yield next(people), "training_manager", organisations[facts.code]
    for code in HOSPITALS:
        if code != "HSP-20-1":
            yield next(people), "training_director", organisations[code]


def _heads() -> Roles:
    units = Unit.objects.select_related("organisation").order_by("organisation__code")
    for user, unit in zip(new_people("head"), units, strict=False):
        if unit.organisation.code == WARD_CODE:
            user.title = HEAD_TITLE
        yield user, "unit_head", unit.organisation


def _give_titles_to_those_who_exist() -> None:
    learner = Enrolment.objects.get(post__number="BT-20-2027-001").learner_id
    supervisor = Supervisor.objects.filter(unit__organisation__code=WARD_CODE).order_by("pk")[0].user_id
    User.objects.filter(pk=learner).update(title=LEARNER_TITLE)
    User.objects.filter(pk=supervisor).update(title=SUPERVISOR_TITLE)
