from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "khuevan.config"
    label = "khuevan_config"
