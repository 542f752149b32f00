import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scoring', '0010_late_bids_are_decided'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='InterestReopening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.CharField(choices=[('people', 'Who is behind the bid changed'), ('by_hand', 'An officer or the chair asks again')], max_length=20)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('declaration', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reopening', to='scoring.interestdeclaration')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.RunSQL(
            """
            CREATE TRIGGER asking_again_is_kept BEFORE UPDATE OR DELETE ON scoring_interestreopening
                FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_the_judging();
            """,
            "DROP TRIGGER asking_again_is_kept ON scoring_interestreopening",
        ),
    ]
