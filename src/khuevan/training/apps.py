from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "khuevan.training"
    label = "training"

    def ready(self) -> None:
        from khuevan.training import rules  # noqa: F401 - registers the predicates
        from khuevan.training.domain import steps  # noqa: F401 - registers its steps of the life line
