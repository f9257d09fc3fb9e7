from django.apps import AppConfig


class NominationsConfig(AppConfig):
    name = "khuevan.nominations"
    label = "nominations"

    def ready(self) -> None:
        from khuevan.nominations import rules  # noqa: F401 - registers the predicates
        from khuevan.nominations.domain import reach, steps, tasks  # noqa: F401 - each registers its part
