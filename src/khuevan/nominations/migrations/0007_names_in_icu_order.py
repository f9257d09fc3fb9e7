"""The keys of learners' names, as people 0009 does for people."""

from importlib import import_module

from django.db import migrations


def forwards(apps, schema_editor):
    keys = import_module("khuevan.people.migrations.0009_names_in_icu_order")
    keys.rewrite_keys(apps.get_model("nominations", "Enrollment"))


class Migration(migrations.Migration):
    dependencies = [("nominations", "0006_no_rows_in_drafts"), ("people", "0009_names_in_icu_order")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
