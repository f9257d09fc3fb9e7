from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "khuevan.desk"
    label = "desk"
