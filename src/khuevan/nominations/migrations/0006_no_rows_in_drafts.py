from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("nominations", "0005_rows_to_lines")]
    operations = [migrations.RemoveField(model_name="rosterdraft", name="rows")]
