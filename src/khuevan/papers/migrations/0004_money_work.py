from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("papers", "0003_template_work")]

    operations = []
