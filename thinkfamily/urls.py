"""Every address of the service."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBase
from django.urls import include, path
from django.views.generic import TemplateView

from thinkfamily import demo, views
from thinkfamily.design_system import design_system


def _text(name: str) -> Callable[..., HttpResponseBase]:
    """A page of text that is open to everybody."""
    return login_not_required(TemplateView.as_view(template_name=f"pages/{name}.html"))


handler400 = "thinkfamily.errors.bad_request"
handler500 = "thinkfamily.errors.server_error"


urlpatterns = [
    path("health/", views.health, name="health"),
    path("demo/sign-in/", demo.sign_in, name="demo_sign_in"),
    path("design-system/", design_system, name="design_system"),
    path("accessibility/", _text("accessibility"), name="accessibility"),
    path("privacy/", _text("privacy"), name="privacy"),
    path("help/", _text("help"), name="help"),
    path("glossary/", _text("glossary"), name="glossary"),
    path("", include("people.urls")),
    path("", include("reports.urls")),
    path("", include("reports.setting_up.urls")),
    path("", include("sites.urls")),
    path("", include("barriers.urls")),
    path("", include("steering.urls")),
]
