"""People with their posts and roles, as the owner sees them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from people.models import Person
from people.owners import for_the_owner
from people.requests import SignedInRequest
from people.standing import standing_of, standings_of
from records.dates import holds_on
from sites.errors import SitesError
from sites.forms.posts import PostForm, initial_of
from sites.models import Post
from sites.services import posts as services

SHOWN = 50


@for_the_owner
def person_list(request: SignedInRequest) -> HttpResponse:
    """People by name, fifty a page, or those whose name or address holds `q`."""
    text = request.GET.get("q", "").strip()
    today = timezone.localdate()
    held = Post.objects.filter(holds_on(today, start="started_on", end="ended_on"))
    people = (
        Person.objects.named(text)
        .select_related("user")
        .prefetch_related(
            "invitations",
            Prefetch("posts", held.select_related("agency").order_by("-started_on"), "held"),
        )
        .order_by("name", "pk")
    )
    page = Paginator(people, SHOWN).get_page(request.GET.get("page"))
    shown = list(page)
    context = {
        "q": text,
        "page": page,
        "people": list(zip(shown, standings_of(shown, timezone.now()), strict=True)),
    }
    return render(request, "sites/people.html", context)


@for_the_owner
def person_page(request: SignedInRequest, key: str) -> HttpResponse:
    """A person: their posts, their roles, and whether they may sign in."""
    people = Person.objects.select_related("user").prefetch_related("invitations")
    person = get_object_or_404(people, key=key)
    context = {
        "person": person,
        "posts": person.posts.select_related("agency").order_by("-started_on", "pk"),
        "roles": person.site_roles.select_related("site").order_by("-started_on", "pk"),
        "standing": standing_of(person, timezone.now()),
        "today": timezone.localdate(),
    }
    return render(request, "sites/person.html", context)


@for_the_owner
def add_post(request: SignedInRequest, key: str) -> HttpResponse:
    """Enter a post of a person."""
    person = get_object_or_404(Person, key=key)
    form = PostForm(request.POST or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_post(person=person, **form.cleaned_data)
        except SitesError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The post is entered.")
            return redirect("setup_person", key=key)
    context = {"form": form, "person": person, "title": f"Add a post of {person.name}"}
    return render(request, "sites/post.html", context)


@for_the_owner
def change_post(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a post, or end it."""
    post = get_object_or_404(Post.objects.select_related("person"), pk=pk)
    form = PostForm(request.POST or None, is_new=False, initial=initial_of(post))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_post(post=post, **form.cleaned_data)
        except SitesError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The post is changed.")
            return redirect("setup_person", key=post.person.key)
    context = {"form": form, "person": post.person, "title": f"Change a post of {post.person.name}"}
    return render(request, "sites/post.html", context)
