from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "khuevan.papers"
    label = "papers"

    def ready(self) -> None:
        from khuevan.papers import rules  # noqa: F401 - registers the predicates
