from django.apps import AppConfig


class NominationsConfig(AppConfig):
    name = "khuevan.nominations"
    label = "nominations"

    def ready(self) -> None:
        from khuevan.nominations import rules  # noqa: F401 - registers the predicates
        from khuevan.nominations.domain import steps  # noqa: F401 - registers its steps of the life line
