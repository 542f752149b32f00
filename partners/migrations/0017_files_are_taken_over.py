from django.db import migrations

import accounts.models.sealed_fields


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0016_later_stages_admit"),
    ]

    operations = [
        migrations.AddField(
            model_name="biddocument",
            name="came_from",
            field=accounts.models.sealed_fields.SealedCharField(
                max_length=40, null=True, verbose_name="reference of the file of an earlier stage that it is"
            ),
        ),
    ]
