from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "khuevan.attendance"
    label = "attendance"

    def ready(self) -> None:
        from khuevan.attendance import rules  # noqa: F401 - registers the predicates
        from khuevan.attendance.domain import steps  # noqa: F401 - registers its steps of the life line
