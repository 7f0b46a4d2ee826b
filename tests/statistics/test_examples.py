"""Every example in the library's docstrings is true."""

import doctest
import importlib
import pkgutil

import pytest

import tangkal.early_warning
import tangkal.impact_analysis
import tangkal.situational_insight
import tangkal.statistics
import tangkal.strategic_communication
import tangkal.tracking_effectiveness

PACKAGES = (
    tangkal.early_warning,
    tangkal.impact_analysis,
    tangkal.situational_insight,
    tangkal.statistics,
    tangkal.strategic_communication,
    tangkal.tracking_effectiveness,
)
MODULES = [
    f"{package.__name__}.{module.name}"
    for package in PACKAGES
    for module in pkgutil.iter_modules(package.__path__)
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_examples_were_found_at_all():
    found = sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES)
    assert found >= 15
