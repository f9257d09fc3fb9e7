from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "khuevan.people"
    label = "people"

    def ready(self) -> None:
        from khuevan.people import rules  # noqa: F401 - registers the predicates
