"""Who may use which address: one module per app with its `ROWS`, route name -> {actor: expected status}.

A module may also have `arguments(objects)`: it makes the objects that its addresses name and returns route -> arguments.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

ACTORS = ("anonymous", "outsider", "learner", "training_manager", "administrator")
_NOT_APPS = {"world", "write_docs", "asking", "probe", "table", "write_table"}


def access_modules() -> Iterator[ModuleType]:
    """Yield the access modules of the apps, by name."""
    for module in pkgutil.iter_modules(__path__):
        if module.name not in _NOT_APPS:
            yield importlib.import_module(f"{__name__}.{module.name}")
