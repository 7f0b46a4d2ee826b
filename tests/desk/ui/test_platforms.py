"""A platform is called by its own name; what we do not know by name is written as it was given."""

import pytest
from django.template import Context, Template
from django.utils import translation

from tangkal.desk.ui.platforms import NAMES, platform_counts, platform_label
from tangkal.pipeline.platforms import _ALIASES


def test_every_platform_that_addresses_tell_has_a_name():
    assert set(_ALIASES.values()) <= set(NAMES)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("x", "X"), ("facebook", "Facebook"), ("tiktok", "TikTok"), ("youtube", "YouTube"),
        ("whatsapp", "WhatsApp"), ("linkedin", "LinkedIn"), ("TikTok", "TikTok"),
        ("kabarkota", "Kabarkota"), ("kabar.example", "kabar.example"),
    ],
)  # fmt: skip
def test_a_name_is_the_platforms_own_in_every_language(code, name):
    for language in ("en", "id"):
        with translation.override(language):
            assert platform_label(code) == name
            shown = Template("{% load ui %}{{ code|platform_label }}").render(
                Context({"code": code})
            )
            assert shown == name


def test_what_is_no_platform_is_said_in_the_readers_language():
    with translation.override("id"):
        assert platform_label("web") == "Situs web"
        assert platform_label("") == platform_label(None) == platform_label("unknown")
        assert platform_label("unknown") == "Platform tidak disebut"


def test_several_keep_their_order_and_their_counts():
    drawn = Template("{% load ui %}{{ codes|platform_labels }}").render(
        Context({"codes": ["x", "tiktok", "kabar.example"]})
    )
    assert drawn == "X, TikTok, kabar.example"
    assert platform_counts([("whatsapp", 4), ("x", 1)]) == [("WhatsApp", 4), ("X", 1)]
