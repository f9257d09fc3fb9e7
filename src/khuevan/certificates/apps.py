from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "khuevan.certificates"
    label = "certificates"

    def ready(self) -> None:
        from khuevan.certificates import jobs, rules  # noqa: F401 - registers the predicates and the jobs
        from khuevan.certificates.domain import dossier, reach, steps, tasks  # noqa: F401 - each registers its part
