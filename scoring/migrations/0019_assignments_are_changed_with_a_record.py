import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('procurement', '0005_competitions_have_keys'),
        ('scoring', '0018_agreed_reasons_stand_for_themselves'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AssignmentChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('matrix', 'By criterion'), ('give', 'Given, by member, criterion and bid'), ('take', 'Taken away, by member, criterion and bid'), ('balance', 'Balanced automatically')], max_length=20)),
                ('why', models.TextField(blank=True)),
                ('changes', models.JSONField(verbose_name='name → criterion → number of bids, negative if taken away')),
                ('added', models.PositiveIntegerField()),
                ('removed', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('competition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignment_changes', to='procurement.competition')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ScoringDeadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('competition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='scoring_deadline', to='procurement.competition')),
            ],
        ),
        migrations.CreateModel(
            name='ScoringReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('kind', models.CharField(choices=[('soon', 'soon'), ('overdue', 'overdue')], max_length=20)),
                ('at', models.DateTimeField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='scoring.panelmember')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('member', 'due_on', 'kind'), name='one_reminder_of_scores_per_member_day_and_kind')],
            },
        ),
        migrations.RunSQL(
            """
            CREATE TRIGGER changes_of_assignments_are_kept BEFORE UPDATE OR DELETE ON scoring_assignmentchange
                FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_the_judging();
            """,
            "DROP TRIGGER changes_of_assignments_are_kept ON scoring_assignmentchange",
        ),
    ]
