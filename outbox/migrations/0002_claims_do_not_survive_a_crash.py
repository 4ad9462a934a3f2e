"""PostgreSQL empties an unlogged table when it recovers from a crash: that is what we want."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="ALTER TABLE outbox_claim SET UNLOGGED",
            reverse_sql="ALTER TABLE outbox_claim SET LOGGED",
        ),
    ]
