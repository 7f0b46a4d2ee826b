from django.apps import AppConfig


class InterfaceConfig(AppConfig):
    name = "tangkal.desk.ui"
    label = "ui"
    verbose_name = "Interface"
