from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "khuevan.attendance"
    label = "attendance"

    def ready(self) -> None:
        from khuevan.attendance import rules  # noqa: F401 - registers the predicates
        from khuevan.attendance.domain import steps, tasks  # noqa: F401 - each registers its part
