from django.db import migrations


class Migration(migrations.Migration):
    """The table of the shared cache (settings.CACHES), as `createcachetable` makes it."""

    dependencies = [
        ("people", "0002_accounts_and_their_people"),
    ]

    operations = [
        migrations.RunSQL(
            sql=[
                """
                CREATE TABLE shared_cache (
                    cache_key varchar(255) NOT NULL PRIMARY KEY,
                    value text NOT NULL,
                    expires timestamp with time zone NOT NULL
                )
                """,
                "CREATE INDEX shared_cache_expires ON shared_cache (expires)",
            ],
            reverse_sql=["DROP TABLE shared_cache"],
        ),
    ]
