"""All settings, each from the environment. docs/operations.md lists the variables."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from runtime.postgres import embedded_settings

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

SERVICE_NAME = "Think Family tracker"

# The mode and the place -------------------------------------------------------------------

DEMO = env.bool("DEMO", default=False)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
PORT = env.int("PORT", default=8000)
PUBLIC_BASE_URL = env.str("PUBLIC_BASE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
_public = urlsplit(PUBLIC_BASE_URL)
if _public.scheme not in {"http", "https"} or not _public.hostname:
    raise ImproperlyConfigured(
        f"PUBLIC_BASE_URL is {PUBLIC_BASE_URL!r}: write the whole address that people type, "
        "such as https://steering.example.org"
    )
HTTPS = _public.scheme == "https"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[]) or [
    _public.hostname,
    "127.0.0.1",
    "localhost",
]

SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Give the process a long random text in the environment "
        "variable SECRET_KEY; `make run` makes one and keeps it by itself."
    )
DEBUG = False
EXAMPLE_PROGRAMME = BASE_DIR / "programmes" / "example"

# Applications -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "thinkfamily",
    "reports",
    "barriers",
    "steering",
    "sites",
    "people",
    "outbox",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "csp",
    "pgtrigger",
    "pghistory",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.middleware.HistoryMiddleware",
    "people.middleware.SeenMiddleware",
]
ROOT_URLCONF = "thinkfamily.urls"
WSGI_APPLICATION = "thinkfamily.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "thinkfamily.context.frame",
            ],
            "builtins": [
                "thinkfamily.templatetags.govuk",
                "thinkfamily.templatetags.wording",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False
FORM_RENDERER = "govuk_forms.renderer.GovukRenderer"

# Database ---------------------------------------------------------------------------------

_database_url = env.str("DATABASE_URL", default="")
_database = env.db_url("DATABASE_URL") if _database_url else embedded_settings(DATA_DIR)
if _database.get("ENGINE", "").rpartition(".")[2] not in {"postgresql", "postgresql_psycopg2"}:
    raise ImproperlyConfigured(
        "DATABASE_URL must name a PostgreSQL database, such as "
        "postgres://user:password@host:5432/thinkfamily"
    )
DATABASES = {
    "default": {
        **_database,
        "HOST": unquote(_database.get("HOST", "")),  # a socket folder is written %2F…
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PGHISTORY_APPEND_ONLY = True
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = True

# Counts of attempts to sign in must hold for all web processes together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # so that nobody pushes out their own count
    }
}

# Language and time ------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TIME_ZONE", default="Europe/London")
USE_I18N = True
USE_TZ = True

# Signing in -------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "demo_sign_in" if DEMO else "account_request_login_code"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "people.adapter.InvitationOnlyAdapter"
ACCOUNT_FORMS = {
    "request_login_code": "people.forms.AddressForm",
    "confirm_login_code": "people.forms.CodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Three guesses a code: whoever tries for a whole day has one chance in 140,000.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "60/m/ip,3/m/key,10/h/key",
    "guess_login_code": "5/h/key",
    # Personal links in mails cannot be guessed; whoever tries all the same is slowed down.
    "act_by_link": "30/h/key",
    "forged_link": "30/m/ip",
}
# How many proxies stand before us, each adding the address it was called from.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1 if HTTPS else 0)
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())

# Security ---------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL]
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The page of minutes sends every text at once, and some of them are pasted.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "uploads.handler.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Static files -----------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Mail: the outbox sends every message by itself, from these --------------------------------

_email = env.email_url("EMAIL_URL", default="smtp://127.0.0.1:1025")
EMAIL_HOST = _email["EMAIL_HOST"]
EMAIL_PORT = _email["EMAIL_PORT"]
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _email.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=30)
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"no-reply@{_public.hostname}")

# Background work --------------------------------------------------------------------------

_broker = env.str("CELERY_BROKER_URL", default="")
CELERY_BROKER_URL = _broker or "filesystem://localhost"
if not _broker:
    _folder = DATA_DIR / "broker"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_folder / "messages"),
        "data_folder_out": str(_folder / "messages"),
        "control_folder": str(_folder / "control"),
        # Seconds between looks into the folder: a sign-in code waits for at most this.
        "polling_interval": 0.2,
    }
elif _broker.startswith("redis"):
    # kombu looks for a dead worker's tasks only now and then: up to 100 s by default.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 300,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "deliver": {
        "task": "outbox.tasks.deliver",
        "schedule": 2.0,
        "options": {"expires": 10},
    },
    "queue-due-notices": {
        "task": "steering.tasks.queue_due_notices",
        "schedule": 30.0,
        "options": {"expires": 60},
    },
    "settle-sendings": {
        "task": "steering.tasks.settle_sendings",
        "schedule": 3.0,
        "options": {"expires": 10},
    },
    "close-lapsed-invitations": {
        "task": "people.tasks.close_lapsed_invitations",
        "schedule": 600.0,
        "options": {"expires": 300},
    },
    "forget-ended-sessions": {
        "task": "people.tasks.forget_ended_sessions",
        "schedule": 3600.0,
        "options": {"expires": 600},
    },
}

# Logging ----------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
