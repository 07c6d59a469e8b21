"""Settings shared by every way of running Randa; values come from `environment.py`."""

from pathlib import Path

from csp.constants import NONE, SELF

from randa.runtime.database import database_settings
from randa.runtime.secret import data_keys, secret_key
from randa.settings import environment

PACKAGE = Path(__file__).resolve().parent.parent
HOME = environment.home()

DEBUG = False
SECRET_KEY = secret_key(environment.text("RANDA_SECRET_KEY"), HOME)
SECRET_KEY_FALLBACKS = [key.strip() for key in environment.text("RANDA_EARLIER_SECRET_KEYS").split(",") if key.strip()]
RANDA_DATA_KEYS = data_keys(environment.text("RANDA_DATA_KEYS"), HOME)
RANDA_SCIM_PER_MINUTE = environment.number("RANDA_SCIM_PER_MINUTE")
ALLOWED_HOSTS = [host.strip() for host in environment.text("RANDA_HOSTS").split(",")]
RANDA_DEMO = environment.yes("RANDA_DEMO")
RANDA_URL = environment.text("RANDA_URL").rstrip("/")
RANDA_SESSION_IDLE_MINUTES = environment.number("RANDA_SESSION_IDLE_MINUTES")
RANDA_SESSION_HOURS = environment.number("RANDA_SESSION_HOURS")
RANDA_FRESH_MINUTES = environment.number("RANDA_FRESH_MINUTES")
RANDA_MAY_CALL = environment.callable_hosts("RANDA_MAY_CALL")  # read by core.outbound alone
RANDA_PAGES_PER_MINUTE = environment.number("RANDA_PAGES_PER_MINUTE")
RANDA_API_PER_MINUTE = environment.number("RANDA_API_PER_MINUTE")
RANDA_API_REFUSED_PER_MINUTE = environment.number("RANDA_API_REFUSED_PER_MINUTE")
RANDA_INVITATION_DAYS = environment.at_least_one("RANDA_INVITATION_DAYS")
RANDA_ACCOUNT_REQUESTS_PER_HOUR = environment.at_least_one("RANDA_ACCOUNT_REQUESTS_PER_HOUR")
RANDA_ACCOUNT_REQUESTS_PER_DAY = environment.at_least_one("RANDA_ACCOUNT_REQUESTS_PER_DAY")
RANDA_TODAY = environment.date_or_none("RANDA_TODAY") or (environment.DEMO_TODAY if RANDA_DEMO else None)

# Lowest floor last: the same order as DESIGN §3, read upwards. tests/test_architecture.py holds imports to it.
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "pgtrigger",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "procrastinate.contrib.django",
    "ninja",
    "csp",
    "randa.core.ui",
    "randa.core.access",
    "randa.core.audit",
    "randa.core.jobs",
    "randa.core.imports",
    "randa.core.notifications",
    "randa.core.search",
    "randa.organisations",
    "randa.people",
    "randa.identity",
    "randa.integrations",
    "randa.privacy",
    "randa.records",
    "randa.regulations",
    "randa.training",
    "randa.supervisors",
    "randa.placements",
    "randa.supply",
    "randa.proposals",
    "randa.exchange",
    "randa.calendars",
    "randa.compensation",
    "randa.dimensioning",
    "randa.home",
    "randa.api",
    "randa.demo",
]

MIDDLEWARE = [
    "randa.core.middleware.RequestIdMiddleware",
    "randa.core.protection.ProtectiveHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "randa.api.limits.ApiLimitsMiddleware",
    "randa.home.limits.PageLimitMiddleware",
    "randa.core.access.middleware.RowSecurityMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "randa.people.middleware.OwnLanguageMiddleware",
    "randa.identity.sessions.middleware.SessionLimitsMiddleware",
    "randa.identity.middleware.SecondFactorMiddleware",
    "randa.people.middleware.ChosenRoleMiddleware",
    "randa.core.audit.origin.OriginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "randa.core.middleware.DomainErrorMiddleware",
    "randa.core.search.middleware.FreshSearchMiddleware",
    "randa.core.access.middleware.ViewSavepointMiddleware",
]

ROOT_URLCONF = "randa.urls"
WSGI_APPLICATION = "randa.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "people" / "templates"],  # before allauth's own pages of the same names
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "randa.core.ui.context.frame",
            ],
        },
    },
]
UI_VIEWER = "randa.home.frame.viewer"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {"default": database_settings(environment.text("DATABASE_URL"), HOME)}
SHARING_WEEKS_BEFORE = environment.number("RANDA_SHARING_WEEKS")
_OPTIONS = DATABASES["default"]["OPTIONS"]
_OPTIONS["options"] = f"{_OPTIONS.get('options', '')} -c randa.weeks_before={SHARING_WEEKS_BEFORE}".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "randa.identity.passwords.SubjectWordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "randa.identity.adapters.AccountAdapter"
MFA_ADAPTER = "randa.identity.adapters.MFAAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator; the full identity work adds invitations
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_FORMS = {
    "login": "randa.people.forms.QuietLoginForm",
    "change_password": "randa.people.forms.QuietChangePasswordForm",
    "reset_password": "randa.people.forms.QuietResetPasswordForm",
    "reset_password_from_key": "randa.people.forms.QuietResetPasswordKeyForm",
}
MFA_FORMS = {
    "authenticate": "randa.identity.forms.CodeForm",
    "reauthenticate": "randa.identity.forms.ConfirmCodeForm",
    "activate_totp": "randa.people.forms.QuietActivateTOTPForm",
    "add_webauthn": "randa.identity.passkeys.forms.AddPasskeyForm",
    "edit_webauthn": "randa.identity.passkeys.forms.RenamePasskeyForm",
    "login_webauthn": "randa.identity.passkeys.forms.PasskeySignInForm",
    "authenticate_webauthn": "randa.identity.passkeys.forms.SecondStepPasskeyForm",
    "reauthenticate_webauthn": "randa.identity.passkeys.forms.ConfirmPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = (
    "required"  # finger, face or PIN: the key alone is one factor, with its person it is two
)
MFA_RATE_LIMITS = {
    "webauthn_login": "120/m/ip"
}  # two requests each; there is no secret to guess, and a ward shares one address
MFA_TOTP_ISSUER = "Randa"
MFA_TOTP_PERIOD, MFA_TOTP_TOLERANCE = 30, 0
MFA_ALLOW_UNVERIFIED_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True  # the sign-in and reset pages never tell whether an address has an account
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = RANDA_FRESH_MINUTES * 60
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, and after SESSION_COOKIE_AGE at the latest
RANDA_VIRUS_SCANNER = environment.scanner("RANDA_VIRUS_SCANNER")  # read by core.uploads alone
RANDA_PROXY_SETS = environment.names("RANDA_PROXY_SETS")
RANDA_PROXIES = environment.number("RANDA_PROXIES")  # read by core.client_address alone
CACHES = {"default": {"BACKEND": "randa.identity.shared_cache.SharedCache", "LOCATION": ""}}
SOCIALACCOUNT_ADAPTER = "randa.identity.providers.adapter.ProviderAdapter"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",  # a ward shares one address, so the account is the stricter limit
    "reset_password": "20/m/ip,3/5m/key",
    "reauthenticate": "5/m/user",
    "change_password": "5/m/user",
}

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = RANDA_SESSION_HOURS * 3600
HTTPS = environment.yes("RANDA_HTTPS")
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = (
    f"__Host-{name}" if HTTPS else name for name in ("sessionid", "csrftoken", "django_language")
)
MESSAGE_STORAGE = "randa.core.cookies.MessageStorage"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
_PROXY_SAYS_SCHEME = HTTPS and "x-forwarded-proto" in RANDA_PROXY_SETS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _PROXY_SAYS_SCHEME else None
CSRF_FAILURE_VIEW = "randa.home.errors.csrf_failure"
# Pasting 10 000 rows of posts is a normal, refused-row-by-row request, not an attack.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM")
EMAIL_HOST = environment.text("EMAIL_HOST")
EMAIL_PORT = environment.number("EMAIL_PORT")
EMAIL_HOST_USER = environment.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_PASSWORD")
_MAIL_SECURITY = environment.one_of("EMAIL_SECURITY", "starttls", "tls", "none")
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL_SECURITY == "starttls", _MAIL_SECURITY == "tls"
EMAIL_TIMEOUT = 20
EMAIL_RETURNS = environment.text("EMAIL_RETURNS")
EMAIL_RETURNS_FOLDER = environment.text("EMAIL_RETURNS_FOLDER")
EMAIL_MAX_RETURNS = environment.number("EMAIL_MAX_RETURNS")
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.filebased.EmailBackend"
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "randa.core.logs.RequestIdFilter"}},
    "formatters": {"json": {"()": "randa.core.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]}},
    "loggers": {"procrastinate": {"level": "WARNING"}},
    "root": {"handlers": ["stderr"], "level": environment.text("RANDA_LOG_LEVEL")},
}
