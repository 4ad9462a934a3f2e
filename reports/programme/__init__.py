"""The programme folder: everything of the record, as files that people can read and edit."""

from reports.programme.exporting import export_programme
from reports.programme.importing import NotImported, import_programme, unknown_tables

__all__ = ["NotImported", "export_programme", "import_programme", "unknown_tables"]
