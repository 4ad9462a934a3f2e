"""Matters arising: what happened since a group last met, put together as an item of its agenda.

Every member reads the item, so nothing comes into it that not all of them may know.
"""
