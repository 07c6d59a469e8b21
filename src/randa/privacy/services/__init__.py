"""Requests, exports, restriction, erasure, periods, holds and removal: the only place that changes them."""

from randa.privacy.services.exports import ask_for_export, delete_expired_exports, fetch_export, store_export
from randa.privacy.services.holds import lift_hold, place_hold, set_period
from randa.privacy.services.removal import apply_removal, start_removal
from randa.privacy.services.requests import answer_request, extend_request, make_request, withdraw_request
from randa.privacy.services.restriction import lift_restriction, restrict
from randa.privacy.services.runs import approve_removal, propose_removal, reject_removal

__all__ = [
    "answer_request",
    "apply_removal",
    "approve_removal",
    "ask_for_export",
    "delete_expired_exports",
    "extend_request",
    "fetch_export",
    "lift_hold",
    "lift_restriction",
    "make_request",
    "place_hold",
    "propose_removal",
    "reject_removal",
    "restrict",
    "set_period",
    "start_removal",
    "store_export",
    "withdraw_request",
]
