"""Lecturers and guests of earlier days: named and invited, and once the class began confirmed and there."""

from django.db import migrations
from django.utils import timezone

from khuevan.vietnamese.folding import fold


def forwards(apps, schema_editor):
    named = apps.get_model("training", "Lecturer").objects.exclude(person=None)
    begun = named.filter(training_class__start_date__lte=timezone.localdate())
    named.filter(organization__isnull=False).update(state="named")
    begun.update(state="confirmed")
    guests = apps.get_model("training", "Guest").objects.all()
    guests.filter(training_class__published_at__isnull=False).update(state="invited")
    guests.filter(training_class__start_date__lte=timezone.localdate()).update(state="coming")
    for topic in apps.get_model("training", "Topic").objects.all():
        topic.search_key = fold(f"{topic.title} {topic.field}")[:800]
        topic.save(update_fields=["search_key"])


class Migration(migrations.Migration):
    dependencies = [("training", "0007_timetable_and_materials")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
