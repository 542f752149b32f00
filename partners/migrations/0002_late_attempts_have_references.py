from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from accounts.domain.references import new_reference


def give_references(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Each its own: the default of a new column is asked for only once."""
    LateAttempt = apps.get_model("partners", "LateAttempt")
    for attempt in LateAttempt.objects.filter(reference=None).iterator():
        attempt.reference = new_reference()
        attempt.save(update_fields=["reference"])


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial")]

    operations = [
        migrations.AddField(
            "lateattempt", "reference", models.CharField(max_length=40, null=True, default=None, editable=False)
        ),
        migrations.RunPython(give_references, migrations.RunPython.noop),
        migrations.AlterField(
            "lateattempt",
            "reference",
            models.SlugField(max_length=40, unique=True, default=new_reference, editable=False),
        ),
    ]
