from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "khuevan.training"
    label = "training"

    def ready(self) -> None:
        from khuevan.training import rules  # noqa: F401 - registers the predicates
        from khuevan.training.domain import held, people_tasks, plan_tasks, steps, tasks  # noqa: F401 - each has a part
