"""Django settings, all derived from Tangkal's one settings table."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

from tangkal import __version__
from tangkal.kernel import InvalidInput, SettingMissing
from tangkal.pipeline.settings import current

TANGKAL = current()
HOME = TANGKAL.home
PACKAGE = Path(__file__).resolve().parent


def database(url: str) -> dict[str, object]:
    """Django's description of the desk database; SQLite in the home unless a URL says else."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME.desk_database,
            # To open the file anew for each request cost more than several of its queries.
            "CONN_MAX_AGE": 60,
            # IMMEDIATE: a writer queues for the lock instead of failing half-way through.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
            # A file, not memory: tests race threads against one another as the product does.
            "TEST": {"NAME": HOME.root / "test_desk.sqlite3"},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise InvalidInput(
            f"TANGKAL_DATABASE_URL {url!r} is not of the form postgresql://user@host:5432/name"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


SECRET_KEY = HOME.secret("secret_key")
DEBUG = TANGKAL.debug
ALLOWED_HOSTS = list(TANGKAL.allowed_hosts)
CSRF_TRUSTED_ORIGINS = [TANGKAL.site_url]
VERSION = __version__

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "axes",
    "django_htmx",
    "tangkal.desk.ui",
    "tangkal.desk.accounts",
    "tangkal.desk.audit",
    "tangkal.desk.recognise",
    "tangkal.desk.portal",
    "tangkal.desk.questions",
    "tangkal.desk.approvals",
    "tangkal.desk.cases",
    "tangkal.desk.intake",
    "tangkal.desk.early_warning",
    "tangkal.desk.coordination",
    "tangkal.desk.situational_insight",
    "tangkal.desk.impact_analysis",
    "tangkal.desk.strategic_communication",
    "tangkal.desk.tracking_effectiveness",
    "tangkal.desk.alerts",
    "tangkal.desk.situation_reports",
    "tangkal.desk.inbox",
    "tangkal.desk.channels",
    "tangkal.desk.tipline",
    "tangkal.desk.following",
    "tangkal.desk.reference",
    "tangkal.desk.directives",
    "tangkal.desk.alignment",
    "tangkal.desk.platform_requests",
    "tangkal.desk.transparency",
    "tangkal.desk.crisis",
    "tangkal.desk.deadlines",
    "tangkal.desk.rights",
    "tangkal.desk.api",
    "tangkal.desk.exercises",
    "tangkal.desk.jobs",
]

MIDDLEWARE = [
    "tangkal.desk.ui.addresses.VisitorAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tangkal.desk.ui.middleware.LanguageAndTimeZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tangkal.desk.accounts.middleware.OwnPasswordFirst",
    "tangkal.desk.accounts.middleware.SecondFactorFirst",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tangkal.desk.ui.middleware.StaleObjectAnswers",
    "tangkal.desk.ui.middleware.NumbersInAddresses",
    "axes.middleware.AxesMiddleware",
    "tangkal.desk.rights.middleware.AccessLog",
]

ROOT_URLCONF = "tangkal.desk.urls"
WSGI_APPLICATION = "tangkal.desk.wsgi.application"
DATABASES = {"default": database(TANGKAL.database_url)}
ATOMIC_REQUESTS = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "tangkal.desk.ui.context.desk",
                "tangkal.desk.crisis.bar.crisis_bar",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "tangkal.desk.ui.templatetags.ui",
            ],
        },
    },
    {
        # Fragments of hot lists: 0.4 ms where Django's templates take 14.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "tangkal.desk.ui.jinja.environment"},
    },
]

FORM_RENDERER = "tangkal.desk.ui.forms.InterfaceRenderer"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Approvers and administrators set one up before anything else; invented people need none.
SECOND_FACTOR_REQUIRED = not TANGKAL.is_demo
if TANGKAL.oidc_issuer and not HOME.secret_path("oidc_client_secret").exists():
    raise SettingMissing(
        f"{HOME.secret_path('oidc_client_secret')} is missing: write there the client secret that"
        f" {TANGKAL.oidc_issuer} gave this installation"
    )
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "sign-in"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_VERBOSE = False

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

STATIC_URL = "/static/"
STATIC_ROOT = HOME.static
MEDIA_ROOT = HOME.media
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "tangkal.desk.ui.storage.StaticFiles"},
}
# Evidence files are served by a view that checks the reader; never by the web server.
MEDIA_URL = "/desk/berkas/"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

SESSION_ENGINE = "tangkal.desk.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600  # one shift
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = TANGKAL.cookies_are_secure
CSRF_COOKIE_SECURE = TANGKAL.cookies_are_secure
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if TANGKAL.site_url.startswith("https://") else 0
SECURE_SSL_REDIRECT = TANGKAL.site_url.startswith("https://")
# Without a proxy the header is the visitor's own word, and nobody's who should be believed.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TANGKAL.is_behind_proxy else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "axes": {"level": "WARNING"},
        # At INFO it writes each address it asks; a Telegram bot's holds the bot's token.
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
    },
}
# axes reads the address that ui.addresses has put in its place.
SILENCED_SYSTEM_CHECKS = ["axes.W003"]
