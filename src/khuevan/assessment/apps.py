from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "khuevan.assessment"
    label = "assessment"

    def ready(self) -> None:
        from khuevan.assessment import rules  # noqa: F401 - registers the predicates
        from khuevan.assessment.domain import cloning, steps, tasks  # noqa: F401 - each registers its part
