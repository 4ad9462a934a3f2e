"""The page of one site: what has been recorded about it, as far as a person may see it."""

from reports.one_site.page import SitePage, site_page

__all__ = ["SitePage", "site_page"]
