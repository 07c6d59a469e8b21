"""Registers, registered documents, and what is decided about them."""

from randa.records.models.documents import DocumentFile, RegisteredDocument
from randa.records.models.registers import Register
from randa.records.models.secrecy import Refusal, SecrecyMarking

__all__ = ("DocumentFile", "Refusal", "Register", "RegisteredDocument", "SecrecyMarking")
