from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "khuevan.certificates"
    label = "certificates"

    def ready(self) -> None:
        from khuevan.certificates import rules  # noqa: F401 - registers the predicates
        from khuevan.certificates.domain import steps  # noqa: F401 - registers its steps of the life line
