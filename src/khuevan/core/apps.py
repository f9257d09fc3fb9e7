from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "khuevan.core"
    label = "core"

    def ready(self) -> None:
        from khuevan.core import guessing, once, periodic, uploads
        from khuevan.core.jobs import running

        periodic.every(5, "core.jobs.sweep", running.sweep)
        periodic.every(3600, "core.receipts", once.forget_receipts, one_worker=True)
        periodic.every(3600, "core.uploads", uploads.sweep_uploads)
        periodic.every(3600, "core.guesses", guessing.forget_guesses, one_worker=True)
