"""Every setting in one typed table, read once; a missing one stops the start by name."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from tangkal.kernel import InvalidInput
from tangkal.pipeline.home import Home


def default_home() -> Path:
    """The demonstration's home beside the checkout, so that the CLI and the demo agree."""
    return Path(__file__).resolve().parents[3] / "var" / "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator can set; the docs' table of settings is made from these names."""

    home: Home  # TANGKAL_HOME: folder of databases, lake, spool and secrets
    database_url: str = ""  # TANGKAL_DATABASE_URL: postgresql://…; empty is SQLite in the home
    bus_url: str = ""  # TANGKAL_BUS_URL: nats://…; empty is the spool folder in the home
    lake_url: str = ""  # TANGKAL_LAKE_URL: another folder; empty is the lake folder in the home
    site_url: str = "http://127.0.0.1:8000"  # TANGKAL_SITE_URL: public address, used in feeds
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")  # TANGKAL_ALLOWED_HOSTS
    live_url: str = ""  # TANGKAL_LIVE_URL: of the crisis rooms' stream; ":8001" is this host
    publisher: str = "Tangkal"  # TANGKAL_PUBLISHER: name shown as the portal's publisher
    debug: bool = False  # TANGKAL_DEBUG: 1 shows tracebacks; refuse on public machines
    secure_cookies: bool | None = None  # TANGKAL_SECURE_COOKIES: default, true under https
    proxies: int = 0  # TANGKAL_PROXIES: how many of ours pass a visitor's address on
    raw_retention_days: int = 90  # TANGKAL_RAW_RETENTION_DAYS: raw material older is dropped
    alert_hosts: tuple[str, ...] = ()  # TANGKAL_ALERT_HOSTS: inside hosts that alerts may reach
    capture_hosts: tuple[str, ...] = ()  # TANGKAL_CAPTURE_HOSTS: inside hosts, page snapshots
    telegram_url: str = "https://api.telegram.org"  # TANGKAL_TELEGRAM_URL: a Bot API server
    whatsapp_url: str = "https://graph.facebook.com"  # TANGKAL_WHATSAPP_URL: a Cloud API server
    assistant_url: str = ""  # TANGKAL_ASSISTANT_URL: an OpenAI-compatible "…/v1"; empty: none
    assistant_model: str = ""  # TANGKAL_ASSISTANT_MODEL: the model it is asked for
    encoder: str = ""  # TANGKAL_ENCODER: a sentence encoder's folder; empty is words alone
    encoder_prefixes: str = ""  # TANGKAL_ENCODER_PREFIXES: "query:|passage:"; empty: its own
    framework_edition: str = "RESIST 2"  # TANGKAL_FRAMEWORK_EDITION: or "RESIST 3"
    second_look_percent: int = 10  # TANGKAL_SECOND_LOOK_PERCENT: share of cases judged twice
    oidc_issuer: str = ""  # TANGKAL_OIDC_ISSUER: the office's sign-in service; empty: none
    oidc_client_id: str = ""  # TANGKAL_OIDC_CLIENT_ID: what that service calls this installation
    oidc_name: str = "SSO"  # TANGKAL_OIDC_NAME: its name on the sign-in button
    oidc_trusted_methods: tuple[str, ...] = ()  # TANGKAL_OIDC_TRUSTED_METHODS: amr that count
    reauthenticate_minutes: int = 15  # TANGKAL_REAUTHENTICATE_MINUTES: how long a proof counts
    request_grounds: str = ""  # TANGKAL_REQUEST_GROUNDS: own file of legal grounds; empty: ours

    @property
    def is_demo(self) -> bool:
        return self.home.is_demo

    @property
    def is_behind_proxy(self) -> bool:
        """Whether a proxy of ours ends TLS: the built-in server speaks plain HTTP alone."""
        return self.proxies > 0 or self.site_url.startswith("https://")

    @property
    def cookies_are_secure(self) -> bool:
        if self.secure_cookies is None:
            return self.site_url.startswith("https://")
        return self.secure_cookies

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read the table from TANGKAL_… variables.

        Raises:
            InvalidInput: a value that cannot be what the setting means, by name.
        """
        values: dict[str, object] = {
            name: environment[f"TANGKAL_{name.upper()}"]
            for name in _TEXTS
            if environment.get(f"TANGKAL_{name.upper()}")
        }
        if hosts := environment.get("TANGKAL_ALLOWED_HOSTS"):
            values["allowed_hosts"] = read_list(hosts)
        if hosts := environment.get("TANGKAL_ALERT_HOSTS"):
            values["alert_hosts"] = read_list(hosts)
        if hosts := environment.get("TANGKAL_CAPTURE_HOSTS"):
            values["capture_hosts"] = read_list(hosts)
        if (proxies := environment.get("TANGKAL_PROXIES") or "0") != "0":
            values["proxies"] = read_count("TANGKAL_PROXIES", proxies)
        if days := environment.get("TANGKAL_RAW_RETENTION_DAYS"):
            values["raw_retention_days"] = read_count("TANGKAL_RAW_RETENTION_DAYS", days)
        if methods := environment.get("TANGKAL_OIDC_TRUSTED_METHODS"):
            values["oidc_trusted_methods"] = read_list(methods)
        check_oidc(str(values.get("oidc_issuer", "")), str(values.get("oidc_client_id", "")))
        if minutes := environment.get("TANGKAL_REAUTHENTICATE_MINUTES"):
            values["reauthenticate_minutes"] = read_count("TANGKAL_REAUTHENTICATE_MINUTES", minutes)
        if edition := environment.get("TANGKAL_FRAMEWORK_EDITION"):
            values["framework_edition"] = read_choice(
                "TANGKAL_FRAMEWORK_EDITION", edition, EDITIONS
            )
        if (percent := environment.get("TANGKAL_SECOND_LOOK_PERCENT")) is not None:
            values["second_look_percent"] = read_percent("TANGKAL_SECOND_LOOK_PERCENT", percent)
        if secure := environment.get("TANGKAL_SECURE_COOKIES"):
            values["secure_cookies"] = read_switch("TANGKAL_SECURE_COOKIES", secure)
        values["debug"] = read_switch("TANGKAL_DEBUG", environment.get("TANGKAL_DEBUG", "0"))
        root = Path(environment.get("TANGKAL_HOME") or default_home()).expanduser()
        return cls(home=Home(root), **values)  # type: ignore[arg-type]


EDITIONS = ("RESIST 2", "RESIST 3")
_TEXTS = (
    "database_url",
    "bus_url",
    "lake_url",
    "site_url",
    "live_url",
    "publisher",
    "telegram_url",
    "whatsapp_url",
    "assistant_url",
    "assistant_model",
    "encoder",
    "encoder_prefixes",
    "oidc_issuer",
    "oidc_client_id",
    "oidc_name",
    "request_grounds",
)


def check_oidc(issuer: str, client_id: str) -> None:
    """A sign-in service is asked over https, or on this machine; it must know us by a name."""
    parts = urlsplit(issuer)
    is_near = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if issuer and not (parts.scheme == "https" and parts.hostname) and not is_near:
        raise InvalidInput(f"TANGKAL_OIDC_ISSUER is {issuer!r}; write an address with https://")
    if issuer and not client_id:
        raise InvalidInput("TANGKAL_OIDC_CLIENT_ID is missing: TANGKAL_OIDC_ISSUER needs it")


def read_list(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def read_switch(name: str, value: str) -> bool:
    if value in {"1", "true", "yes"}:
        return True
    if value in {"0", "false", "no"}:
        return False
    raise InvalidInput(f"{name} is {value!r}; write 1 or 0")


def read_choice(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value in choices:
        return value
    raise InvalidInput(f"{name} is {value!r}; write one of {', '.join(choices)}")


def read_percent(name: str, value: str) -> int:
    if value.isdecimal() and int(value) <= 100:
        return int(value)
    raise InvalidInput(f"{name} is {value!r}; write a whole number 0 to 100")


def read_count(name: str, value: str) -> int:
    if value.isdecimal() and int(value) > 0:
        return int(value)
    raise InvalidInput(f"{name} is {value!r}; write a whole number above 0")


@lru_cache(maxsize=1)
def current() -> Settings:
    """The process's settings, read from its environment the first time."""
    return Settings.from_environment(os.environ)
