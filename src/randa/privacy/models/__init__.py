"""Requests about personal data, exports, periods of retention, holds and runs of removal."""

from randa.privacy.models.controllers import ControllerDetails
from randa.privacy.models.exports import AccessExport
from randa.privacy.models.requests import PrivacyRequest
from randa.privacy.models.retention import LegalHold, RetentionClass, RetentionPeriod
from randa.privacy.models.runs import RetentionItem, RetentionLine, RetentionRun

__all__ = [
    "AccessExport",
    "ControllerDetails",
    "LegalHold",
    "PrivacyRequest",
    "RetentionClass",
    "RetentionItem",
    "RetentionLine",
    "RetentionPeriod",
    "RetentionRun",
]
