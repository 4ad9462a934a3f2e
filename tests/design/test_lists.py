"""What stands around a list: the numbers of its pages, and its filter."""

import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory

from govuk_forms.filters import FilterForm


def pages(number: int, of: int, address: str = "/list/") -> str:
    page = Paginator(range(of * 10), 10).get_page(number)
    return render_to_string(
        "includes/pagination.html", {"page": page}, RequestFactory().get(address)
    )


def shown(html: str) -> str:
    items = re.findall(r"pagination__item[^>]*>\s*(?:<a[^>]*>)?([0-9…]+)", html)
    return " ".join(items)


class TestPages:
    def test_of_a_short_list_are_not_offered(self) -> None:
        assert "<nav" not in pages(1, of=1)

    @pytest.mark.parametrize(
        ("number", "of", "numbers"),
        [
            (1, 3, "1 2 3"),
            (1, 20, "1 2 … 20"),
            (10, 20, "1 … 9 10 11 … 20"),
            (20, 20, "1 … 19 20"),
        ],
    )
    def test_are_the_first_the_last_and_those_beside(
        self, number: int, of: int, numbers: str
    ) -> None:
        assert shown(pages(number, of)) == numbers

    def test_mark_the_one_that_is_open(self) -> None:
        html = pages(2, of=3)
        assert html.count('aria-current="page"') == 1
        assert re.search(r'aria-label="Page 2" aria-current="page"', html)

    def test_lead_on_and_back_where_there_is_more(self) -> None:
        assert [
            ('rel="prev"' in pages(n, of=3), 'rel="next"' in pages(n, of=3)) for n in (1, 2, 3)
        ] == [
            (False, True),
            (True, True),
            (True, False),
        ]

    def test_keep_the_rest_of_the_address(self) -> None:
        html = pages(2, of=3, address="/list/?state=failed&page=2")
        assert html.count("state=failed") == html.count("href=")
        assert 'href="?state=failed&amp;page=3"' in html


class Shown(FilterForm):
    kind = forms.ChoiceField(choices=[("", "All"), ("a", "Kind A")])
    since = forms.IntegerField()


class TestFilter:
    def filter(self, query: str) -> str:
        context = {"form": Shown(QueryDict(query))}
        return render_to_string("includes/filter.html", context, RequestFactory().get("/list/"))

    def test_with_nothing_chosen_narrows_nothing(self) -> None:
        form = Shown(QueryDict(""))
        assert (form.chosen, form.wanted("kind"), form.wanted("since")) == (0, "", None)
        assert "Show all" not in self.filter("")

    def test_says_how_much_is_chosen_and_how_to_see_all(self) -> None:
        html = self.filter("kind=a&since=2025")
        assert "(2 chosen)" in html
        assert '<a class="govuk-link" href="/list/">Show all</a>' in html
        assert '<option value="a" selected>' in html

    def test_does_not_guess_at_nonsense_but_says_so(self) -> None:
        form = Shown(QueryDict("kind=x&since=2025"))
        assert (form.wanted("kind"), form.wanted("since")) == ("", 2025)
        assert "Choose one of the list" in self.filter("kind=x")

    def test_stands_open_without_javascript(self) -> None:
        assert re.search(r"<details[^>]* open>", self.filter(""))
