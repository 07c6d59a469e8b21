"""Settings of the tests: quick passwords, mail in memory, plain static files, and the demo world's own today."""

import datetime as dt
import os

from randa.settings.base import *  # noqa: F403 - one set of settings, see base.py

SECRET_KEY = "only-for-tests-" * 4
RANDA_DATA_KEYS = ["b25seS1mb3ItdGVzdHMtMzItYnl0ZXMtb2Yta2V5ISE"]  # pragma: allowlist secret - spells "only-for-tests…"
ALLOWED_HOSTS = ["*"]
RANDA_DEMO = True
RANDA_MAY_CALL = ["*", "127.0.0.0/8", "::1/128"]  # the providers that the tests start
RANDA_PAGES_PER_MINUTE = 1_000_000  # the browser's tests are one account in a hurry
RANDA_TODAY = dt.date(2027, 1, 11)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "WARNING", "handlers": []}}
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
# A process copies the template when there is one, and runs only the migrations that the template lacks.
DATABASES["default"]["TEST"] = {  # noqa: F405 - from base
    "NAME": os.environ.get("RANDA_TEST_DATABASE", "test_randa"),
    "TEMPLATE": os.environ.get("RANDA_TEST_TEMPLATE"),
}
# Tests that commit empty the tables afterwards; the audit log lets itself be emptied only by whoever says so.
_OPTIONS = DATABASES["default"]["OPTIONS"]  # noqa: F405 - from base
_OPTIONS["options"] = f"{_OPTIONS.get('options', '')} -c randa.may_empty=yes"
# Tests without a database sign nobody in; those of the shared cache choose it themselves.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
