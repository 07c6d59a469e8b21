"""`randa keys new|status|rotate|drop`: the keys that encrypt identity numbers, second factors and other secrets of the database."""

import argparse
import sys
from typing import TYPE_CHECKING

from randa.cli.database import DONE, REFUSED, in_database
from randa.runtime.secret import data_keys, write_data_keys
from randa.settings import environment

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

RESTART = "Restart every web server and worker now, so that they know the keys."


def add_parser(commands: "Commands") -> None:
    """Add `randa keys`."""
    actions = commands.add_parser("keys", help="the keys of encrypted data").add_subparsers(
        required=True, metavar="action"
    )
    new = actions.add_parser(
        "new", help="make a key that new secrets are encrypted with; older keys stay and can be read"
    )
    new.set_defaults(handle=_new)
    status = actions.add_parser("status", help="how many rows each key holds")
    status.set_defaults(handle=in_database(_status))
    rotate = actions.add_parser(
        "rotate", help="encrypt all rows with the newest keys; can be stopped and started again"
    )
    rotate.add_argument("--batch", type=int, default=500, help="rows per transaction")
    rotate.set_defaults(handle=in_database(_rotate))
    drop = actions.add_parser("drop", help="forget the kept keys that no row needs")
    drop.set_defaults(handle=in_database(_drop))


def _new(_chosen: argparse.Namespace) -> int:
    from randa.core.secrets_at_rest.cipher import new_key  # loads Django's settings

    configured = environment.text("RANDA_DATA_KEYS")
    if configured:
        print(new_key())
        print("Put it first in RANDA_DATA_KEYS, before the others, with a comma.", RESTART, file=sys.stderr)
        return DONE
    write_data_keys(environment.home(), [new_key(), *data_keys("", environment.home())])
    print(f"A new key is kept first in {environment.home()}. {RESTART} Then: randa keys rotate.")
    return DONE


def _status(_chosen: argparse.Namespace) -> int:
    from randa.core.secrets_at_rest.services import rows_per_key
    from randa.identity.services_resealing import factors_by_key

    factors = factors_by_key()
    print("second factors by RANDA_SECRET_KEY: " + ", ".join(f"{key} {rows}" for key, rows in factors.items()))
    unreadable = factors["unreadable"]
    for column, counts in rows_per_key().items():
        print(f"{column}: " + (", ".join(f"{key} {rows}" for key, rows in counts.items())))
        unreadable += counts.get("?", 0)
    if unreadable:
        print(f"{unreadable} rows are encrypted with keys that are not here. Put the old keys back.", file=sys.stderr)
    return REFUSED if unreadable else DONE


def _rotate(chosen: argparse.Namespace) -> int:
    from randa.core.secrets_at_rest import UnreadableSecretError
    from randa.core.secrets_at_rest.services import rotate
    from randa.identity.sealing import UnreadableSealError
    from randa.identity.services_resealing import reseal_factors

    def told(column: str, done: int, total: int) -> None:
        print(f"{column}: {done} of {total}", file=sys.stderr)

    try:
        changed = rotate(batch=max(1, chosen.batch), progress=told)
        factors = reseal_factors(batch=max(1, chosen.batch))
    except (UnreadableSecretError, UnreadableSealError) as error:
        print(f"Stopped: {error}. What was done stays done; put the old key back and run it again.", file=sys.stderr)
        return REFUSED
    for column, rows in changed.items():
        print(f"{column}: {rows} rows encrypted again")
    print(f"second factors: {factors} sealed again")
    print(
        "All rows are encrypted with the newest keys. Older ones can be removed: randa keys drop, or from RANDA_DATA_KEYS; "
        "RANDA_EARLIER_SECRET_KEYS a day later, when sessions and kept texts have ended."
    )
    return DONE


def _drop(_chosen: argparse.Namespace) -> int:
    from randa.core.secrets_at_rest.cipher import keys
    from randa.core.secrets_at_rest.services import rows_per_key

    if environment.text("RANDA_DATA_KEYS"):
        print(
            "The keys stand in RANDA_DATA_KEYS. Take the old ones away there; `randa keys status` says which.",
            file=sys.stderr,
        )
        return REFUSED
    counts = rows_per_key().values()
    used = {key for column in counts for key, rows in column.items() if rows}
    texts = data_keys("", environment.home())
    kept = [text for place, (text, key) in enumerate(zip(texts, keys(), strict=True)) if place == 0 or key.id in used]
    write_data_keys(environment.home(), kept)
    print(f"{len(texts) - len(kept)} keys forgotten, {len(kept)} kept. {RESTART}")
    return DONE
