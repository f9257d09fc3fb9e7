from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "khuevan.notifications"
    label = "notifications"
