"""Signing in and out, under the names by which allauth looks its own pages up; what
everybody says about themselves, and what the owner does with people and their accounts.
"""

from allauth.account import views as allauth_views
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.decorators.http import require_POST

from people.views import contact, invitations, people
from people.views.signing_in import CodeView

urlpatterns = [
    path("sign-in/", allauth_views.request_login_code, name="account_login"),
    path("sign-in/", allauth_views.request_login_code, name="account_request_login_code"),
    path("sign-in/code/", CodeView.as_view(), name="account_confirm_login_code"),
    # Also how somebody who waits for a code starts again, so it is open to those signed out.
    path(
        "sign-out/",
        login_not_required(require_POST(allauth_views.logout)),
        name="account_logout",
    ),
    path("my-contact/", contact.my_contact, name="my_contact"),
    path("setup/new-person/", people.add, name="add_person"),
    path("setup/people/<slug:key>/change/", people.change, name="change_person"),
    path("setup/people/<slug:key>/invite/", invitations.invite, name="invite"),
    path(
        "setup/people/<slug:key>/invitation/send-again/",
        invitations.send_again,
        name="resend_invitation",
    ),
    path(
        "setup/people/<slug:key>/invitation/withdraw/",
        invitations.withdraw,
        name="withdraw_invitation",
    ),
    path("setup/people/<slug:key>/account/close/", invitations.close, name="close_account"),
]
