from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "khuevan.notifications"
    label = "notifications"

    def ready(self) -> None:
        from khuevan.core import periodic
        from khuevan.notifications import audit_facts, jobs  # noqa: F401 - the facts register themselves
        from khuevan.notifications.domain.delivery import deliver

        periodic.every(jobs.EVERY_SECONDS, "notifications.deliver", deliver)
        periodic.every(jobs.ONCE_AN_HOUR, "notifications.wipe", jobs.wipe_secrets, one_worker=True)
