"""What a page with a history must say, and the list that pages are added to."""

from collections.abc import Callable
from dataclasses import dataclass

from randa.organisations.models import Organisation
from randa.people.models import User


@dataclass(frozen=True, slots=True)
class Told:
    """A page, and what its history must say of the change that was made: the sentence, before and after."""

    url: str
    says: tuple[str, ...]


Maker = Callable[[User, Organisation], Told]
PAGES: dict[str, Maker] = {}  # kind of object -> makes one, changes it and tells where that is shown


def page(kind: str) -> Callable[[Maker], Maker]:
    """Add a page to those that are tried."""

    def add(maker: Maker) -> Maker:
        PAGES[kind] = maker
        return maker

    return add
