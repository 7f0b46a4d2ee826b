"""Template tags of the desk shell."""

from django import template

register = template.Library()
