"""No page of ours needs what its content security policy forbids."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from tangkal.desk.ui.messages import DESK
from tests.desk.markup import inline_code

TEMPLATES = sorted(
    path for folder in ("templates", "jinja2") for path in DESK.glob(f"*/{folder}/**/*.html")
)
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(DESK)))
def test_no_template_holds_inline_code(path: Path):
    source = TAG.sub("x", path.read_text(encoding="utf-8"))

    assert inline_code(source) == []


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        "<script>alert(1)</script>",
        '<a onclick="x()">',
        '<a href="javascript:x()">',
        '<div hx-on:click="x()">',
        '<div hx-trigger="click[ctrlKey]">',
        "<div hx-vals='js:{a:1}'>",
    ],
)
def test_the_check_finds_each_kind_of_inline_code(html: str):
    assert inline_code(html)


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500])
def test_error_pages_render_without_any_context(status: int):
    html = render_to_string(f"{status}.html", {})

    assert f">{status}<" in html
    assert "<h1>" in html


def test_the_failed_csrf_page_says_that_nothing_was_saved():
    assert "Tidak ada yang tersimpan" in render_to_string("403_csrf.html", {})
