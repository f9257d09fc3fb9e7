from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "khuevan.people"
    label = "people"

    def ready(self) -> None:
        from khuevan.people import audit_facts, jobs, rules  # noqa: F401 - each registers itself
