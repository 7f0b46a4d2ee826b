"""Jinja2 fragments speak the same words as Django's templates, and escape as they do."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template, engines
from django.utils import translation

SEEN = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("jinja", "django"),
    [
        ("{{ moment(at) }}", "{% moment at %}"),
        ("{{ deadline(at, at) }}", "{% deadline at at %}"),
        ("{{ verdict('SALAH') }}", "{% verdict 'SALAH' %}"),
        ("{{ state('BARU') }}", "{% state 'BARU' %}"),
        ("{{ priority('HIGH') }}", "{% priority 'HIGH' %}"),
        ("{{ number(12345) }}", "{% number 12345 %}"),
        ("{{ sparkline([1, 2]) }}", "{% sparkline counts %}"),
        ("{{ reason(evil) }}", "{% reason evil %}"),
        ("{{ chip(evil, 'ok', 'check') }}", "{% chip evil 'ok' 'check' %}"),
        ("{{ _('Queue') }}", "{% translate 'Queue' %}"),
        ("{{ url('account') }}", "{% url 'account' %}"),
    ],
)
def test_both_engines_say_the_same(language, jinja, django):
    with translation.override(language):
        values = {"at": SEEN, "counts": [1, 2], "evil": "words|<b>"}
        one = engines["jinja2"].from_string(jinja).render(values)
        other = Template(django).render(Context(values))

    assert one.replace("&#39;", "&#x27;") == other


def test_values_are_escaped():
    assert engines["jinja2"].from_string("{{ x }}").render({"x": "<b>"}) == "&lt;b&gt;"
