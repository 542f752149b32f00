import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('procurement', '0007_staff_may_rate_bids'),
        ('scoring', '0032_computed_scores_keep_what_they_are_of'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StaffAnnulment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('asked_at', models.DateTimeField()),
                ('is_confirmed', models.BooleanField(default=False)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('competition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff_annulments', to='procurement.competition')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['asked_at', 'pk'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('competition',), name='one_annulment_of_a_ballot_waits'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('is_confirmed', False)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='an_annulment_that_is_confirmed_is_decided'),
                    models.CheckConstraint(condition=models.Q(('is_confirmed', False), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='a_ballot_is_annulled_by_two'),
                ],
            },
        ),
    ]
