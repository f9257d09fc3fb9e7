"""Keys of names with apostrophes and other signs are weighed as ICU weighs them; those of plain names stay the same."""

from django.db import migrations

from khuevan.vietnamese.names import name_sort_key


def rewrite_keys(model):
    changed = []
    for row in model.objects.only("pk", "full_name", "name_key").order_by("pk").iterator(chunk_size=2000):
        key = name_sort_key(row.full_name)[:600]
        if key != row.name_key:
            row.name_key = key
            changed.append(row)
    model.objects.bulk_update(changed, ["name_key"], batch_size=500)


def forwards(apps, schema_editor):
    rewrite_keys(apps.get_model("people", "Person"))


class Migration(migrations.Migration):
    dependencies = [("people", "0008_directory_changes")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
