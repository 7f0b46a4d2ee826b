"""How a form shows what a command refuses about its input."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError


class RefusableForm(forms.Form):
    """A form that shows what a command refuses."""

    def take_in(self, error: ValidationError) -> None:
        """Show a command's refusal of the input above the form."""
        for message in error.messages:
            self.add_error(None, message)


def run(form: RefusableForm, act: Callable[[], object]) -> bool:
    """Run a command; what it refuses about the input is shown above the form."""
    try:
        act()
    except ValidationError as error:
        form.take_in(error)
        return False
    return True
