from django.apps import AppConfig


class NominationsConfig(AppConfig):
    name = "khuevan.nominations"
    label = "nominations"

    def ready(self) -> None:
        from khuevan.nominations import jobs, rules  # noqa: F401 - registers the predicates and the jobs
        from khuevan.nominations.domain import held, reach, steps, tasks  # noqa: F401 - each registers its part
