import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0012_members_declare_for_themselves'),
        ('procurement', '0005_competitions_have_keys'),
        ('scoring', '0015_hidden_links_are_looked_at'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='panelmember',
            name='is_briefed',
            field=models.BooleanField(default=True, editable=False, verbose_name='acknowledged the newest briefing, if there is one; the database itself keeps this'),
        ),
        migrations.AlterField(
            model_name='panelmember',
            name='role',
            field=models.CharField(choices=[('chair', 'Chair'), ('evaluator', 'Evaluator'), ('expert', 'Subject expert'), ('observer', 'Observer')], max_length=20),
        ),
        migrations.CreateModel(
            name='Briefing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('competition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='briefings', to='procurement.competition')),
            ],
            options={
                'ordering': ['competition', 'number'],
            },
        ),
        migrations.CreateModel(
            name='BriefingAcknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('briefing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to='scoring.briefing')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to='scoring.panelmember')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Expertise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('named_at', models.DateTimeField()),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procurement.criterion')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expertise', to='scoring.panelmember')),
                ('named_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['member', 'criterion'],
            },
        ),
        migrations.CreateModel(
            name='Advice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
                ('bid', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.bid')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procurement.criterion')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='advice', to='scoring.panelmember')),
            ],
            options={
                'ordering': ['criterion', 'bid', 'at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('member', 'bid', 'criterion'), name='one_advice_counts')],
            },
        ),
        migrations.AddConstraint(
            model_name='briefing',
            constraint=models.UniqueConstraint(fields=('competition', 'number'), name='briefings_of_a_panel_are_numbered'),
        ),
        migrations.AddConstraint(
            model_name='briefingacknowledgement',
            constraint=models.UniqueConstraint(fields=('briefing', 'member'), name='a_member_acknowledges_a_briefing_once'),
        ),
        migrations.AddConstraint(
            model_name='expertise',
            constraint=models.UniqueConstraint(fields=('member', 'criterion'), name='an_expert_is_named_once'),
        ),
        # Whether a member is briefed follows from the newest briefing and what they acknowledged, whatever is written.
        migrations.RunSQL(
            """
            CREATE FUNCTION keep_whether_a_member_is_briefed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                NEW.is_briefed = NOT EXISTS (
                    SELECT FROM scoring_briefing newest
                    WHERE newest.competition_id = NEW.competition_id
                        AND newest.number = (
                            SELECT max(number) FROM scoring_briefing WHERE competition_id = NEW.competition_id
                        )
                        AND NOT EXISTS (
                            SELECT FROM scoring_briefingacknowledgement
                            WHERE briefing_id = newest.id AND member_id = NEW.id
                        )
                );
                RETURN NEW;
            END $$;
            CREATE TRIGGER a_member_knows_whether_they_are_briefed BEFORE INSERT OR UPDATE ON scoring_panelmember
                FOR EACH ROW EXECUTE FUNCTION keep_whether_a_member_is_briefed();

            CREATE FUNCTION tell_members_of_a_briefing() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE scoring_panelmember SET is_briefed = NOT is_briefed WHERE competition_id = NEW.competition_id;
                RETURN NULL;
            END $$;
            CREATE TRIGGER members_hear_of_briefings AFTER INSERT ON scoring_briefing
                FOR EACH ROW EXECUTE FUNCTION tell_members_of_a_briefing();

            CREATE FUNCTION tell_a_member_of_their_acknowledgement() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE scoring_panelmember SET is_briefed = NOT is_briefed WHERE id = NEW.member_id;
                RETURN NULL;
            END $$;
            CREATE TRIGGER members_hear_of_their_acknowledgement AFTER INSERT ON scoring_briefingacknowledgement
                FOR EACH ROW EXECUTE FUNCTION tell_a_member_of_their_acknowledgement();

            CREATE TRIGGER briefings_are_kept BEFORE UPDATE OR DELETE ON scoring_briefing
                FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_the_judging();
            CREATE TRIGGER acknowledgements_are_kept BEFORE UPDATE OR DELETE ON scoring_briefingacknowledgement
                FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_the_judging();
            CREATE TRIGGER advice_is_kept BEFORE DELETE ON scoring_advice
                FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_the_judging();
            CREATE TRIGGER advice_is_superseded BEFORE UPDATE ON scoring_advice
                FOR EACH ROW WHEN ((OLD.member_id, OLD.bid_id, OLD.criterion_id, OLD.text, OLD.at)
                    IS DISTINCT FROM (NEW.member_id, NEW.bid_id, NEW.criterion_id, NEW.text, NEW.at))
                EXECUTE FUNCTION refuse_to_rewrite_the_judging();
            """,
            """
            DROP FUNCTION keep_whether_a_member_is_briefed() CASCADE;
            DROP FUNCTION tell_members_of_a_briefing() CASCADE;
            DROP FUNCTION tell_a_member_of_their_acknowledgement() CASCADE;
            DROP TRIGGER briefings_are_kept ON scoring_briefing;
            DROP TRIGGER acknowledgements_are_kept ON scoring_briefingacknowledgement;
            DROP TRIGGER advice_is_kept ON scoring_advice;
            DROP TRIGGER advice_is_superseded ON scoring_advice;
            """,
        ),
    ]
