from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "khuevan.assessment"
    label = "assessment"

    def ready(self) -> None:
        from khuevan.assessment import rules  # noqa: F401 - registers the predicates
        from khuevan.assessment.domain import steps  # noqa: F401 - registers its steps of the life line
