"""How forms look: our field template, with label, help, error and required mark."""

from django.forms.renderers import DjangoTemplates


class InterfaceRenderer(DjangoTemplates):
    """Set as FORM_RENDERER, so that ``{{ form }}`` and ``{% field %}`` look alike."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
