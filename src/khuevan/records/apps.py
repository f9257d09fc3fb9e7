from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "khuevan.records"
    label = "records"

    def ready(self) -> None:
        from khuevan.records import rules  # noqa: F401 - registers the predicates
