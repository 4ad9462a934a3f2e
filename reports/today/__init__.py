"""The administrator's start page: what needs them, what goes out by itself, what went out."""

from reports.today.page import Today, today_of

__all__ = ["Today", "today_of"]
