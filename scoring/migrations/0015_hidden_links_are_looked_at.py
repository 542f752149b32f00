import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('procurement', '0005_competitions_have_keys'),
        ('scoring', '0014_interests_are_told_one_by_one'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='panelmember',
            name='background',
            field=models.CharField(blank=True, choices=[('service', 'Manages or commissions the service'), ('staff', 'Works in the service'), ('council', 'Works elsewhere at the council'), ('councillor', 'Councillor'), ('outside', 'From outside the council')], max_length=20, verbose_name='where the member comes from'),
        ),
        migrations.AddField(
            model_name='panelmember',
            name='employer',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.CreateModel(
            name='LinkFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, verbose_name='the same for the same match between the same')),
                ('match', models.CharField(choices=[('person', 'The same person'), ('organisation', 'The same organisation'), ('number', 'The same number in a register'), ('address', 'The same address'), ('writer', 'The same writer or adviser'), ('mail', 'E-mail addresses of one organisation'), ('surname', 'The same surname'), ('employer', 'The same employer')], max_length=20)),
                ('words', models.TextField(verbose_name='what matched')),
                ('is_confirmed', models.BooleanField()),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('competition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='link_findings', to='procurement.competition')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('competition', 'key'), name='one_finding_counts_for_a_link')],
            },
        ),
        migrations.RunSQL(
            """
            CREATE TRIGGER findings_on_links_are_kept BEFORE DELETE ON scoring_linkfinding
                FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_the_judging();
            CREATE TRIGGER findings_on_links_are_superseded BEFORE UPDATE ON scoring_linkfinding
                FOR EACH ROW WHEN ((OLD.competition_id, OLD.key, OLD.match, OLD.words, OLD.is_confirmed, OLD.reason, OLD.by_id,
                        OLD.at)
                    IS DISTINCT FROM (NEW.competition_id, NEW.key, NEW.match, NEW.words, NEW.is_confirmed, NEW.reason,
                        NEW.by_id, NEW.at))
                EXECUTE FUNCTION refuse_to_rewrite_the_judging();
            """,
            """
            DROP TRIGGER findings_on_links_are_kept ON scoring_linkfinding;
            DROP TRIGGER findings_on_links_are_superseded ON scoring_linkfinding;
            """,
        ),
    ]
