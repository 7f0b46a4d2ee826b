"""Keys for what must not be readable from the database alone, made from the home's secrets."""

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

SIGNING = "secret_key"  # names of the home's secrets
AUTHORS = "author_key"


def key_for(purpose: str, *, root: str = SIGNING) -> bytes:
    """32 bytes for one purpose; another purpose's key tells nothing about it.

    Args:
        purpose: its name; changing it makes what was sealed unreadable.
        root: which of the home's secrets it comes from.
    """
    secret = settings.HOME.secret(root).encode("ascii")
    return hmac.new(secret, f"tangkal.{purpose}".encode(), hashlib.sha256).digest()


def seal(text: str, purpose: str) -> str:
    """Encrypt a text that only this installation must read again."""
    return cipher(purpose).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str, purpose: str) -> str:
    return cipher(purpose).decrypt(sealed.encode("ascii")).decode()


def cipher(purpose: str) -> "Fernet":
    from cryptography.fernet import Fernet  # noqa: PLC0415 - 60 ms that few requests need

    return Fernet(base64.urlsafe_b64encode(key_for(purpose)))


def keyed_hash(text: str, purpose: str, *, root: str = SIGNING) -> str:
    """A hash that nobody can try out without the home's secret."""
    return hmac.new(key_for(purpose, root=root), text.encode(), hashlib.sha256).hexdigest()
