from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("papers", "0002_made_work")]

    operations = []
