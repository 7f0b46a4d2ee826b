"""The table of settings: names and defaults from `pipeline/settings.py`, words from here."""

from dataclasses import MISSING, Field, fields

from tangkal.pipeline.settings import Settings
from tests.docs.markdown import code, head, joined, table

LEDE = """
Settings are environment variables, read once when a program starts. A value that cannot be what
its setting means stops the start with a sentence that names it. Nothing else configures Tangkal:
there is no settings file, and secrets are files in the home, never variables.
"""

NOTES = {
    "home": "The folder of databases, lake, spool and keys: [what is in it](files.md). The one to"
    " choose, and to back up. Without it the demonstration's is meant, `var/demo` beside the"
    " checkout.",
    "database_url": "Where the desk's database is: `postgresql://user:password@host:5432/name`;"
    " what follows `?` goes to the driver, `?sslmode=require` for instance. Needs the extra"
    " `tangkal[postgres]`. Empty: SQLite in the home.",
    "bus_url": "Where batches travel: `nats://host:4222`, or `tls://…`; a path after the port names"
    " the stream. Needs the extra `tangkal[nats]`. Empty: the folder `spool` in the home.",
    "lake_url": "Another folder for the lake, on a larger disk for instance. Object storage is not"
    " supported yet: an address with `://` is refused. Empty: the folder `lake` in the home.",
    "site_url": "The address people type, without a slash at its end. It stands in feeds, in"
    " ClaimReview markup and in the site map; it is the one origin forms are accepted from;"
    " `https://` switches on redirects to HTTPS, HSTS and secure cookies.",
    "allowed_hosts": "Host names requests may carry, separated by commas; other requests get 400."
    " Name the host of the public address here.",
    "live_url": "Where browsers reach the crisis rooms' live stream: the site's own address"
    " behind a proxy, `:8001` for a port of this host; `tangkal serve` sets it where no proxy"
    " stands. Without it rooms ask every few seconds.",
    "publisher": "The office that answers on the portal, as citizens know it.",
    "debug": "1 shows tracebacks, source code and settings to whoever meets an error: for"
    " developers, never on a machine others can reach.",
    "secure_cookies": "1 sends cookies over HTTPS alone, 0 also without. Empty: as the public"
    " address says.",
    "proxies": "How many proxies of yours stand in front and add the visitor's address to"
    " `X-Forwarded-For`; usually 1. Sign-ins and citizens' reports are then counted by visitor."
    " 0: by connection, and the header is not believed.",
    "raw_retention_days": "Raw items older than this are dropped from the lake, counted from the"
    " day each was collected. Evidence in cases, decisions and clarifications stay: they live in"
    " the desk's database.",
    "alert_hosts": "Hosts, addresses or networks inside your own network that"
    " [alerts](../how-to/alerts.md) may reach, separated by commas:"
    " `surel.contoh.go.id,10.1.2.0/24`. Everything else that is not on the public internet is"
    " refused, so that no form leads into your network.",
    "framework_edition": "Which edition of the framework judgements are made by: `RESIST 2` or"
    " `RESIST 3`. It is kept with [every judgement](../how-to/judge.md).",
    "second_look_percent": "How many of a hundred cases that are not of high priority are drawn"
    " for a [second judgement](../how-to/judge.md); 0 draws none. High ones always have one.",
    "capture_hosts": "Hosts, addresses or networks inside your own network of which"
    " [page snapshots](../how-to/evidence.md) may be taken, separated by commas. Everything else"
    " that is not on the public internet is refused.",
    "telegram_url": "Where the Bot API answers. Another address only for a Bot API server of your"
    " own, named in `TANGKAL_ALERT_HOSTS` where it lies inside.",
    "whatsapp_url": "The Cloud API of WhatsApp, or a server of your own that answers as it does.",
    "assistant_url": "An endpoint that answers as OpenAI's does, up to and with `/v1`; see"
    " [writing](../how-to/writing.md). Its key, where it asks for one, is the file"
    " `assistant_key` among the home's secrets. Empty: no assistant, and all else works.",
    "assistant_model": "The model that the assistant's endpoint is asked for.",
    "encoder": "The folder of a [sentence encoder](../how-to/encoder.md) (or one `.onnx` file in"
    " it), which finds known claims said in other words. Needs the extra `tangkal[encoder]`. Empty,"
    " or where it cannot be used: words alone, and the pages say so.",
    "encoder_prefixes": "What the encoder wants before a question and before a claim, divided by"
    " `|`: `query:|passage:`. Empty: what its folder says, or what is known of the E5 family.",
    "oidc_issuer": "The office's [sign-in service](../how-to/accounts.md) (OpenID Connect), as it"
    " calls itself: `https://…`. Its client secret is the file `oidc_client_secret` in the home's"
    " `secrets`; without it nothing starts. Empty: passwords alone.",
    "oidc_client_id": "What the sign-in service calls this installation.",
    "oidc_name": "What stands on the button: *Masuk dengan …*.",
    "request_grounds": "An own file of legal grounds for requests to platforms, after the office's"
    " legal review; without it, the one that comes with Tangkal.",
    "oidc_trusted_methods": "Methods of the sign-in service (`amr` or `acr`), separated by commas,"
    " that count as the second factor: `otp,hwk,mfa`. Empty: the desk's own is asked for.",
    "reauthenticate_minutes": "How long a proof of who sits there counts before approving,"
    " publishing and deciding.",
}

FOR_DEVELOPERS = {
    "TANGKAL_SHARED_DATA": "Folder of real data for tests and benchmarks; else `../shared/data`"
    " beside the checkout.",
    "TANGKAL_NO_SKIP": "1 makes a test fail that would be skipped for want of a server or browser.",
    "TANGKAL_WRITE_SHOTS": "1 lets the browser tests write the pictures in `docs/images`.",
}


def variable(field: "Field[object]") -> str:
    return f"TANGKAL_{field.name.upper()}"


def default(field: "Field[object]") -> str:
    """The default as it would be typed; empty where there is none."""
    value = field.default
    if value is MISSING or value is None or value in ("", ()):
        return ""
    if isinstance(value, bool):
        return code(int(value))
    return code(",".join(value) if isinstance(value, tuple) else value)


def page() -> str:
    lines = head("Settings", "`pipeline/settings.py`", LEDE)
    lines += table(
        ["variable", "default", "meaning"],
        ([code(variable(each)), default(each), NOTES[each.name]] for each in fields(Settings)),
    )
    lines += ["`tangkal demo` ignores the addresses of databases, bus and lake and the rules for"]
    lines += ["hosts and cookies: a demonstration keeps to its own home and to this machine.", ""]
    lines += ["## For developers", ""]
    lines += table(["variable", "meaning"], ([code(k), v] for k, v in FOR_DEVELOPERS.items()))
    return joined(lines)
