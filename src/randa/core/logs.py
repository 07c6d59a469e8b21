"""Structured logs: one JSON object per line, each with the id of the request that caused it."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")
# Calendar programmes can send nothing but an address, so its secret would otherwise stand in every line about a request (ADR 27).
_SECRET_ADDRESS = re.compile(r"(/kalender/folj/)[^\s.\"']+")


class RequestIdFilter(logging.Filter):
    """Put the running request's id on every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class JsonFormatter(logging.Formatter):
    """Write a record as one line of JSON: time, level, logger, message, request id and, for failures, the trace."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _SECRET_ADDRESS.sub(r"\1…", record.getMessage()),
            "request_id": getattr(record, "request_id", ""),
        }
        if record.exc_info:
            line["trace"] = _SECRET_ADDRESS.sub(r"\1…", self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
