"""How dates, times and counts read on the pages. Built into every template."""

from django import template

from calendars import wording

register = template.Library()

register.filter("long_date", wording.long_date)
register.filter("day_date", wording.day_date)
register.filter("short_date", wording.short_date)
register.filter("clock", wording.clock)
register.filter("day_and_time", wording.day_and_time)
register.filter("lower_first", wording.lower_first)
register.simple_tag(wording.span, name="time_span")
register.simple_tag(wording.counted, name="counted")
