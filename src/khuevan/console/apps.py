from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "khuevan.console"
    label = "console"
