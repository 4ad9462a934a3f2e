"""The addresses of groups, meetings and messages."""

from django.urls import path

from steering.views import agenda, groups, meetings, messages, sendings

urlpatterns = [
    path("groups/", groups.group_list, name="groups"),
    path("groups/<slug:key>/", groups.group_page, name="group"),
    path("groups/<slug:key>/meetings/plan/", meetings.plan, name="plan_meeting"),
    path("meetings/<int:pk>/", meetings.meeting_page, name="meeting"),
    path("meetings/<int:pk>.ics", meetings.calendar_file, name="meeting_ics"),
    path("meetings/by-key/<slug:key>/", meetings.by_key, name="meeting_by_key"),
    path("meetings/<int:pk>/agenda/", agenda.agenda_page, name="agenda"),
    path("meetings/<int:pk>/agenda/change/", agenda.change, name="change_agenda"),
    path("meetings/<int:pk>/cancel/", meetings.cancel, name="cancel_meeting"),
    path("meetings/<int:pk>/change/", meetings.change, name="change_meeting"),
    path("meetings/<int:pk>/messages/", messages.of_meeting, name="meeting_messages"),
    path("meetings/<int:pk>/send/<slug:kind>/", sendings.check_and_send, name="check_and_send"),
    path("meetings/<int:pk>/send/<slug:kind>/mail/", sendings.mail_preview, name="mail_preview"),
    path("meetings/<int:pk>/send/<slug:kind>/held/", sendings.held, name="held"),
    path("meetings/<int:pk>/send/<slug:kind>/undo/", sendings.undo, name="undo_sending"),
    path("outbox/", messages.outbox_page, name="outbox"),
    path("outbox/<int:pk>/", messages.message_page, name="message"),
    path("outbox/send-again/", messages.send_again, name="send_again"),
]
