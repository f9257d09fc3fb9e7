from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "khuevan.core"
    label = "core"
