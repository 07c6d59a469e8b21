"""Everything that changes a register."""

from randa.records.services.deciding import lift_marking, mark_secret, refuse_release
from randa.records.services.registering import Line, Link, add_version, change_line, log_fetch, register_document
from randa.records.services.releasing import Cover, release_copy

__all__ = (
    "Cover",
    "Line",
    "Link",
    "add_version",
    "change_line",
    "lift_marking",
    "log_fetch",
    "mark_secret",
    "refuse_release",
    "register_document",
    "release_copy",
)
