"""Settings: every one that differs between installations is read from the environment, and named in docs/running.md."""

from pathlib import Path

import django_stubs_ext
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from accounts.domain.sealing import HOW_TO_MAKE_ONE

# Lets `ModelAdmin[User]` and `ModelForm[Bid]` be written at run time as the type checker reads them.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

DEBUG = env.bool("DEBUG", False)
# Demo mode offers sign-in as anybody, so it may never be on where DEBUG is off.
DEMO = env.bool("DEMO", False)
if DEMO and not DEBUG:
    raise ImproperlyConfigured("DEMO=1 lets anybody sign in as anybody, so it works only together with DEBUG=1.")
SECRET_KEY = env.str("SECRET_KEY", "only-for-development-and-tests" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY in the environment to a long random text.")
# With this all is sealed that must not be read before its time: docs/sealing.md.
SEALING_KEY = env.str("SEALING_KEY", "b25seS1mb3ItZGV2ZWxvcG1lbnQtYW5kLXRlc3RzLi4=" if DEBUG else "")
OLDER_SEALING_KEYS: list[str] = env.list("OLDER_SEALING_KEYS", [])
if not SEALING_KEY:
    raise ImproperlyConfigured(f"Set SEALING_KEY in the environment and keep a copy. Make one with: {HOW_TO_MAKE_ONE}")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

PRODUCT_NAME = "Partner Competitions"

INSTALLED_APPS = [
    "config",
    "scoring",
    "partners",
    "procurement",
    "spinouts",
    "accounts",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_forms_gds",
    "csp",
    "django_htmx",
    "rules.apps.AutodiscoverRulesConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.access.AccessMiddleware",
    "accounts.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
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
                "config.context.product",
            ],
            "builtins": ["accounts.templatetags.access_tags", "procurement.templatetags.plain_words"],
        },
    }
]

DATABASES = {"default": env.dj_db_url("DATABASE_URL", "postgres:///spinouts", conn_max_age=60, conn_health_checks=True)}
# PostgreSQL, which shows its rows only to a connection that has the installation's key.
DATABASES["default"]["ENGINE"] = "accounts.postgres"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "redis://localhost:6379/0")
CACHES = {
    "default": {
        "BACKEND": "config.cache.SteadyRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
}
CELERY_BROKER_URL = REDIS_URL
# Whoever sends a file must not wait for Redis: what is to be done stands in rows, and a sweep finds it soon.
CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 0}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
# A worker that dies hands its task to another: every task here may run twice.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_BEAT_SCHEDULE = {
    # At night, whenever the clock was started.
    "clear-stray-files": {"task": "accounts.tasks.clear_stray_files", "schedule": crontab(hour="3", minute="17")},
    "send-letters": {"task": "accounts.tasks.send_letters", "schedule": 10},
    "make-reports": {"task": "scoring.tasks.make_waiting_reports", "schedule": 30},
    "make-company-reports": {"task": "spinouts.tasks.make_waiting_company_reports", "schedule": 30},
    "check-documents": {"task": "partners.tasks.check_waiting_documents", "schedule": 20},
    "settle-uploads": {"task": "partners.tasks.settle_uploads", "schedule": 60},
    "settle-bids": {"task": "partners.tasks.settle_due", "schedule": 30},
    "remind-of-deadlines": {"task": "partners.tasks.remind_due", "schedule": 5 * 60},
    "remind-of-scores": {"task": "scoring.tasks.remind_of_scores", "schedule": 60 * 60},
    "remind-of-reviews": {"task": "scoring.tasks.remind_of_reviews", "schedule": 60 * 60},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_work"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
# Only in the browser in which the account was made, so that the link in the letter is no key by itself.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
# The owner of an account hears of every change of its password.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "signup": "accounts.forms.SignUpForm",
    "reset_password": "accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reauthenticate": "accounts.forms.ConfirmItIsYouForm",
}
ACCOUNT_RATE_LIMITS = {"staff_code": "30/5m/ip"}
# Attempts are counted for each address on the internet; behind a proxy that is the one that the proxy was asked from.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0 if DEBUG else 1)
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 12
# Only ever in the reader's own browser: in a session, words of a bid would stand in the database unsealed.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CSRF_FAILURE_VIEW = "config.views.forged"

EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", "console:" if DEBUG else "submission:")
if "EMAIL_BACKEND" not in EMAIL_CONFIG:
    raise ImproperlyConfigured("EMAIL_URL names no known way for letters, such as submission://user:password@host.")
vars().update({key: value for key, value in EMAIL_CONFIG.items() if key.startswith("EMAIL")})
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "competitions@localhost")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "staticfiles")
MEDIA_ROOT = env.path("MEDIA_ROOT", BASE_DIR / "var" / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
# What people may send, in one place; pages name these limits before anything is chosen.
UPLOAD_LIMIT_BYTES = env.int("UPLOAD_LIMIT_MB", 500) * 1024 * 1024
BID_LIMIT_BYTES = env.int("BID_LIMIT_MB", 2048) * 1024 * 1024
_OFFICE = [".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"]
UPLOAD_ENDINGS = env.list("UPLOAD_ENDINGS", [".pdf", *_OFFICE, ".csv", ".txt", ".jpg", ".jpeg", ".png", ".mp4", ".zip"])
# tcp://host:3310 or unix:/path of ClamAV's daemon; without it no virus scanner is connected, and pages say so.
CLAMD_URL = env.str("CLAMD_URL", "")

CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"
CRISPY_GDS_FRONTEND_VERSION = "6.6.0"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "img-src": [SELF, "data:"],
    }
}
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
if not DEBUG:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

if DEMO:
    # What DEBUG eases stays eased (no HTTPS, a known key), but people meet the product's own error pages, not Django's.
    DEBUG = False
    WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_addresses": {"()": "config.logs.WithoutAddresses"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_addresses"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
