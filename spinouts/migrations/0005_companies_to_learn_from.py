import accounts.domain.references
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('spinouts', '0004_the_register_goes_on'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CompanyStudy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.SlugField(default=accounts.domain.references.new_reference, editable=False, max_length=40, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('content', models.JSONField(verbose_name='the companies')),
                ('losses', models.JSONField(blank=True, default=list, verbose_name='what did not come with the file')),
                ('file', models.FileField(max_length=300, upload_to='studies/%Y/%m/')),
                ('file_name', models.CharField(max_length=255)),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256 of the file')),
                ('brought_in_at', models.DateTimeField()),
                ('hidden_at', models.DateTimeField(blank=True, null=True)),
                ('brought_in_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='studies', to='accounts.council')),
            ],
            options={
                'verbose_name_plural': 'company studies',
                'ordering': ['council', 'name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CompanyReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.SlugField(default=accounts.domain.references.new_reference, editable=False, max_length=40, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting for a worker'), ('working', 'Being made'), ('done', 'Ready'), ('failed', 'Failed')], default='waiting', max_length=20)),
                ('percent', models.PositiveSmallIntegerField(default=0, verbose_name='how far it has come')),
                ('step', models.CharField(blank=True, max_length=200, verbose_name='what is being done')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.TextField(blank=True)),
                ('requested_at', models.DateTimeField()),
                ('next_attempt_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('file', models.FileField(blank=True, max_length=300, upload_to='reports/%Y/%m/')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('company_name', models.CharField(max_length=300)),
                ('on', models.DateField(verbose_name='the day that it tells of')),
                ('content', models.JSONField(verbose_name='the record that it is made from')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='SHA-256 of the content')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('venture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='spinouts.jointventure')),
                ('study', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='spinouts.companystudy')),
            ],
            options={
                'ordering': ['-requested_at', '-pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='companystudy',
            constraint=models.UniqueConstraint(fields=('council', 'name', 'sha256'), name='one_study_per_council_name_and_file'),
        ),
        migrations.AddConstraint(
            model_name='companyreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('study', None), ('venture__isnull', False)), models.Q(('study__isnull', False), ('venture', None)), _connector='OR'), name='a_report_is_on_a_study_or_a_venture'),
        ),
        migrations.AddConstraint(
            model_name='companyreport',
            constraint=models.UniqueConstraint(fields=('study', 'fingerprint'), name='one_report_per_study_and_content'),
        ),
        migrations.AddConstraint(
            model_name='companyreport',
            constraint=models.UniqueConstraint(fields=('venture', 'fingerprint'), name='one_report_per_venture_and_content'),
        ),
        # What a file said stays as it said it, and a report's record as it was frozen.
        migrations.RunSQL(
            """
            CREATE FUNCTION refuse_to_change_a_study() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'A study stays what its file said, and a report what it was asked for.';
            END $$;
            CREATE TRIGGER studies_are_kept BEFORE DELETE ON spinouts_companystudy
                FOR EACH ROW EXECUTE FUNCTION refuse_to_change_a_study();
            CREATE TRIGGER studies_are_hidden_at_most BEFORE UPDATE ON spinouts_companystudy
                FOR EACH ROW WHEN ((OLD.reference, OLD.council_id, OLD.name, OLD.content, OLD.losses, OLD.file,
                        OLD.file_name, OLD.size, OLD.sha256, OLD.brought_in_by_id, OLD.brought_in_at)
                    IS DISTINCT FROM (NEW.reference, NEW.council_id, NEW.name, NEW.content, NEW.losses, NEW.file,
                        NEW.file_name, NEW.size, NEW.sha256, NEW.brought_in_by_id, NEW.brought_in_at))
                EXECUTE FUNCTION refuse_to_change_a_study();
            CREATE TRIGGER company_reports_are_kept BEFORE DELETE ON spinouts_companyreport
                FOR EACH ROW EXECUTE FUNCTION refuse_to_change_a_study();
            CREATE TRIGGER company_reports_are_frozen BEFORE UPDATE ON spinouts_companyreport
                FOR EACH ROW WHEN ((OLD.reference, OLD.study_id, OLD.venture_id, OLD.company_name, OLD."on", OLD.content,
                        OLD.fingerprint, OLD.requested_by_id, OLD.requested_at)
                    IS DISTINCT FROM (NEW.reference, NEW.study_id, NEW.venture_id, NEW.company_name, NEW."on",
                        NEW.content, NEW.fingerprint, NEW.requested_by_id, NEW.requested_at))
                EXECUTE FUNCTION refuse_to_change_a_study();
            """,
            "DROP FUNCTION refuse_to_change_a_study() CASCADE",
        ),
    ]
