"""For installations that exist: keys of the learners, and a directory of everybody an office has dealt with."""

from django.db import migrations
from django.db.models import F

from khuevan.vietnamese.folding import fold
from khuevan.vietnamese.names import name_sort_key

# Where a class names a person, and the way from there to the office of the class.
PLACES = (
    ("nominations", "Enrollment", "person", "training_class__office"),
    ("training", "Lecturer", "person", "training_class__office"),
    ("training", "Guest", "person", "training_class__office"),
    ("training", "CeremonyRole", "person", "training_class__office"),
    ("training", "CommitteeMember", "person", "committee__training_class__office"),
    ("training", "Venue", "contact", "training_class__office"),
)


def fill_keys(apps, schema_editor):
    learners = apps.get_model("nominations", "Enrollment").objects
    batch = []
    for one in learners.filter(name_key="").iterator(chunk_size=1000):
        one.name_key = name_sort_key(one.full_name)[:600]
        one.search_key = fold(f"{one.full_name} {one.position} {one.organization_name}")[:700]
        batch.append(one)
        if len(batch) == 1000:
            learners.bulk_update(batch, ["name_key", "search_key"], batch_size=500)
            batch = []
    learners.bulk_update(batch, ["name_key", "search_key"], batch_size=500)


def fill_directory(apps, schema_editor):
    entries = apps.get_model("people", "DirectoryEntry")
    for app, model, person, office in PLACES:
        named = apps.get_model(app, model).objects.filter(**{f"{person}__isnull": False}).order_by()
        known = named.values_list(F(office), F(person)).distinct()
        new = [entries(office_id=office_id, person_id=person_id) for office_id, person_id in known]
        entries.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [
        ("nominations", "0002_drafts_and_keys"),
        ("people", "0003_directory"),
        ("training", "0001_initial"),
    ]
    operations = [
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
        migrations.RunPython(fill_directory, migrations.RunPython.noop),
    ]
