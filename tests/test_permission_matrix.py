"""Every page × everybody × each place: what the server answers.

A new page needs its rows in PAGES, or `test_every_page_has_its_rows` fails. In a row stand

* the name of the URL;
* what the page is about: a thing of `tests.world`, or `-` when it is about no one place.
  Further parts of the address follow a comma, as things or as they are:
  `draft_meeting,action=draft_action` or `told_meeting,kind=agenda`;
* the method. A page without a POST row must not act on POST, one without a GET row gives 405;
* the answer to each column of the access table (docs/access.md), from that table and not from
  what the page happens to do: `200` a page, `302` done and led on, `403` for a reader who may
  not do it, `404` for whom it does not exist, `405`, or `in` led to sign in.

Who stands in which column at which place is in `tests.world.STANDING`: at another site an
administrator is a stranger, at a locality the region's administrator is its administrator, and
whoever's role has ended is a stranger everywhere. POSTED holds what a POST sends, if anything;
what it changes is rolled back before the next person tries.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from people.models import User
from sites.models import SiteRole
from steering.models import Action, Membership
from tests import world as worlds
from tests.world import ANYWHERE, COLUMNS, Actor, World

PAGES = """
page                       about                                method own adm man sup oth cha mem str out

health                     -                                    GET    200 200 200 200 200 200 200 200 200
demo_sign_in               -                                    GET    404 404 404 404 404 404 404 404 404
demo_sign_in               -                                    POST   404 404 404 404 404 404 404 404 404
design_system              -                                    GET    404 404 404 404 404 404 404 404 404
design_system              -                                    POST   404 404 404 404 404 404 404 404 404
accessibility              -                                    GET    200 200 200 200 200 200 200 200 200
privacy                    -                                    GET    200 200 200 200 200 200 200 200 200
help                       -                                    GET    200 200 200 200 200 200 200 200 200
glossary                   -                                    GET    200 200 200 200 200 200 200 200 200

account_login              -                                    GET    302 302 302 302 302 302 302 302 200
account_login              -                                    POST   302 302 302 302 302 302 302 302 200
account_request_login_code -                                    GET    302 302 302 302 302 302 302 302 200
account_request_login_code -                                    POST   302 302 302 302 302 302 302 302 200
account_confirm_login_code -                                    GET    302 302 302 302 302 302 302 302 in
account_confirm_login_code -                                    POST   302 302 302 302 302 302 302 302 in
account_logout             -                                    POST   302 302 302 302 302 302 302 302 302

home                       -                                    GET    302 200 200 200 200 200 200 200 in
my_contact                 -                                    GET    200 200 200 200 200 200 200 200 in
my_contact                 -                                    POST   200 200 200 200 200 200 200 200 in
month                      -                                    GET    404 200 404 404 404 404 404 404 in
groups                     -                                    GET    200 200 200 200 200 200 200 200 in
group                      group                                GET    200 200 200 200 404 200 200 404 in
new_group                  -                                    GET    404 200 404 404 404 404 404 404 in
new_group                  -                                    POST   404 200 404 404 404 404 404 404 in
change_group               group                                GET    403 200 403 403 404 403 403 404 in
change_group               group                                POST   403 200 403 403 404 403 403 404 in
hand_over_administration   group                                GET    403 200 403 403 404 403 403 404 in
hand_over_administration   group                                POST   403 200 403 403 404 403 403 404 in
handover_notes             group                                GET    403 200 403 403 404 403 403 404 in
members                    group                                GET    403 200 403 200 404 200 403 404 in
add_member                 group                                GET    403 200 403 403 404 403 403 404 in
add_member                 group                                POST   403 200 403 403 404 403 403 404 in
change_member              group,pk=seat                        GET    403 200 403 403 404 403 403 404 in
change_member              group,pk=seat                        POST   403 200 403 403 404 403 403 404 in
move_member                group,pk=seat                        GET    403 200 403 403 404 403 403 404 in
move_member                group,pk=seat                        POST   403 200 403 403 404 403 403 404 in
hand_over_role             group,pk=seat_with_role              GET    403 200 403 403 404 403 403 404 in
hand_over_role             group,pk=seat_with_role              POST   403 200 403 403 404 403 403 404 in
hand_over_role             group,pk=seat                        GET    403 404 403 403 404 403 403 404 in
name_to_role               group,role=deputy_chair              GET    403 200 403 403 404 403 403 404 in
name_to_role               group,role=deputy_chair              POST   403 200 403 403 404 403 403 404 in
name_to_role               group,role=member                    GET    403 404 403 403 404 403 403 404 in
end_membership             group,pk=seat                        GET    403 200 403 403 404 403 403 404 in
end_membership             group,pk=seat                        POST   403 200 403 403 404 403 403 404 in
change_address             group,person=person                  GET    403 200 403 403 404 403 403 404 in
change_address             group,person=person                  POST   403 200 403 403 404 403 403 404 in
member_needs               group,person=person                  GET    403 200 403 403 404 403 403 404 in
member_needs               group,person=person                  POST   403 200 403 403 404 403 403 404 in
core_agencies              group                                GET    200 200 200 200 404 200 200 404 in
add_core_agency            group                                GET    403 200 403 403 404 403 403 404 in
add_core_agency            group                                POST   403 200 403 403 404 403 403 404 in
end_core_agency            group,pk=core_agency                 GET    403 200 403 403 404 403 403 404 in
end_core_agency            group,pk=core_agency                 POST   403 200 403 403 404 403 403 404 in
notices                    group                                GET    403 200 403 403 404 403 403 404 in
notices                    group                                POST   403 200 403 403 404 403 403 404 in
reword_notice              group,kind=reminder                  GET    403 200 403 403 404 403 403 404 in
reword_notice              group,kind=reminder                  POST   403 200 403 403 404 403 403 404 in
reword_notice              group,kind=nothing                   GET    403 404 403 403 404 403 403 404 in
preview_notice             group,kind=reminder                  POST   403 200 403 403 404 403 403 404 in
pause_mail                 group                                GET    403 200 403 403 404 403 403 404 in
pause_mail                 group                                POST   403 302 403 403 404 403 403 404 in
resume_mail                group                                POST   403 302 403 403 404 403 403 404 in
usual_words                group,kind=reminder                  POST   403 302 403 403 404 403 403 404 in
name_deputy                group,pk=seat                        GET    403 200 403 403 404 403 403 404 in
name_deputy                group,pk=seat                        POST   403 200 403 403 404 403 403 404 in
end_deputy                 group,pk=deputy                      GET    403 200 403 403 404 403 403 404 in
end_deputy                 group,pk=deputy                      POST   403 200 403 403 404 403 403 404 in
group_history              group                                GET    200 200 200 200 404 200 200 404 in
plan_meeting               group                                GET    403 200 403 403 404 403 403 404 in
plan_meeting               group                                POST   403 200 403 403 404 403 403 404 in
plan_series                group                                GET    403 200 403 403 404 403 403 404 in
plan_series                group                                POST   403 200 403 403 404 403 403 404 in

sites                      -                                    GET    200 200 200 200 200 404 404 404 in
site                       site                                 GET    200 200 200 200 200 404 404 404 in

meeting                    told_meeting                         GET    404 200 200 200 404 200 200 404 in
meeting                    untold_meeting                       GET    404 200 200 200 404 200 404 404 in
meeting_ics                told_meeting                         GET    404 200 200 200 404 200 200 404 in
meeting_ics                untold_meeting                       GET    404 200 200 200 404 200 404 404 in
meeting_by_key             told_meeting                         GET    404 302 302 302 404 302 302 404 in
meeting_by_key             untold_meeting                       GET    404 302 302 302 404 302 404 404 in
agenda                     told_meeting                         GET    404 200 200 200 404 200 200 404 in
agenda                     untold_meeting                       GET    404 200 200 200 404 200 404 404 in
change_agenda              told_meeting                         GET    404 200 403 403 404 403 403 404 in
change_agenda              told_meeting                         POST   404 200 403 403 404 403 403 404 in
add_item                   told_meeting                         GET    404 200 403 403 404 403 403 404 in
add_item                   told_meeting                         POST   404 200 403 403 404 403 403 404 in
add_item                   untold_meeting                       POST   404 200 403 403 404 403 404 404 in
agenda_as_members          told_meeting                         GET    404 200 403 403 404 403 403 404 in
matters_arising            told_meeting                         GET    404 200 403 403 404 403 403 404 in
matters_arising            told_meeting                         POST   404 200 403 403 404 403 403 404 in
matters_arising            untold_meeting                       GET    404 200 403 403 404 403 404 404 in
matters_arising            untold_meeting                       POST   404 200 403 403 404 403 404 404 in
begin_agenda               told_meeting                         POST   404 302 403 403 404 403 403 404 in
change_item                told_meeting,item=told_confidential_item GET    404 200 403 403 404 403 403 404 in
change_item                told_meeting,item=told_open_item     POST   404 200 403 403 404 403 403 404 in
change_item                told_meeting,item=untold_open_item   GET    404 404 403 403 404 403 403 404 in
put_off_item               told_meeting,item=told_open_item     POST   404 302 403 403 404 403 403 404 in
remove_item                told_meeting,item=told_open_item     GET    404 200 403 403 404 403 403 404 in
remove_item                told_meeting,item=told_open_item     POST   404 302 403 403 404 403 403 404 in
backlog                    group                                GET    403 200 403 403 404 403 403 404 in
close_waiting              group,pk=waiting                     GET    403 200 403 403 404 403 403 404 in
close_waiting              group,pk=waiting                     POST   403 200 403 403 404 403 403 404 in
take_waiting               group,pk=waiting                     POST   403 302 403 403 404 403 403 404 in
standing_items             group                                GET    403 200 403 403 404 403 403 404 in
standing_items             group                                POST   403 200 403 403 404 403 403 404 in
plan_another               told_meeting                         GET    404 200 403 403 404 403 403 404 in
plan_another               told_meeting                         POST   404 200 403 403 404 403 403 404 in
plan_another               untold_meeting                       POST   404 200 403 403 404 403 404 404 in
change_meeting             told_meeting                         GET    404 200 403 403 404 403 403 404 in
change_meeting             told_meeting                         POST   404 200 403 403 404 403 403 404 in
change_meeting             untold_meeting                       POST   404 200 403 403 404 403 404 404 in
cancel_meeting             told_meeting                         GET    404 200 403 403 404 403 403 404 in
cancel_meeting             told_meeting                         POST   404 302 403 403 404 403 403 404 in

papers                     told_meeting                         GET    404 200 200 200 404 200 200 404 in
papers                     untold_meeting                       GET    404 200 200 200 404 200 404 404 in
promise_paper              told_meeting                         GET    404 200 403 403 404 403 403 404 in
promise_paper              told_meeting                         POST   404 200 403 403 404 403 403 404 in
change_paper               told_meeting,paper=told_open_paper   GET    404 200 403 403 404 403 403 404 in
change_paper               told_meeting,paper=told_open_paper   POST   404 200 403 403 404 403 403 404 in
remove_paper               told_meeting,paper=told_open_paper   GET    404 200 403 403 404 403 403 404 in
remove_paper               told_meeting,paper=told_open_paper   POST   404 302 403 403 404 403 403 404 in
upload_paper               told_meeting,paper=told_open_paper   GET    404 200 403 403 404 403 403 404 in
upload_paper               told_meeting,paper=told_confidential_paper GET    404 200 404 404 404 403 404 404 in
upload_paper               told_meeting,paper=told_open_paper   POST   404 200 403 403 404 403 403 404 in
remind_of_paper            told_meeting,paper=told_open_paper   POST   404 302 403 403 404 403 403 404 in
paper_file                 told_open_file                       GET    404 200 200 200 404 200 200 404 in
paper_file                 untold_open_file                     GET    404 200 200 200 404 200 404 404 in
paper_file                 told_confidential_file               GET    404 200 404 404 404 200 404 404 in

replies                    told_meeting                         GET    404 200 403 403 404 403 403 404 in
enter_reply                told_meeting,person=person           GET    404 200 403 403 404 403 403 404 in
enter_reply                told_meeting,person=person           POST   404 200 403 403 404 403 403 404 in

register                   draft_meeting                        GET    404 200 403 403 404 403 403 404 in
add_to_register            draft_meeting                        POST   404 200 403 403 404 403 403 404 in
everyone_present           draft_meeting                        POST   404 302 403 403 404 403 403 404 in
save_register              draft_meeting                        POST   404 302 403 403 404 403 403 404 in
record_attendance          draft_meeting,person=person          POST   404 200 403 403 404 403 403 404 in
remove_from_register       draft_meeting,person=person          POST   404 302 403 403 404 403 403 404 in

minutes                    circulated_meeting                   GET    404 200 200 200 404 200 200 404 in
minutes                    with_chair_meeting                   GET    404 200 200 200 404 200 404 404 in
minutes                    draft_meeting                        GET    404 200 200 200 404 200 404 404 in
minutes_docx               approved_meeting                     GET    404 200 200 200 404 200 200 404 in
minutes_docx               draft_meeting                        GET    404 200 200 200 404 200 404 404 in
minutes_pdf                approved_meeting                     GET    404 200 200 200 404 200 200 404 in
minutes_pdf                draft_meeting                        GET    404 200 200 200 404 200 404 404 in
write_minutes              draft_meeting                        GET    404 200 403 403 404 403 403 404 in
save_minutes               draft_meeting                        POST   404 302 403 403 404 403 403 404 in
send_to_chair              draft_meeting                        POST   404 302 403 403 404 403 403 404 in
take_back                  with_chair_meeting                   POST   404 302 403 403 404 403 403 404 in

outcomes                   draft_meeting                        GET    404 200 200 200 404 200 200 404 in
outcomes                   untold_meeting                       GET    404 200 200 200 404 200 404 404 in
add_decision               draft_meeting                        GET    404 200 403 403 404 403 403 404 in
add_decision               draft_meeting                        POST   404 200 403 403 404 403 403 404 in
change_decision            draft_meeting,decision=draft_decision GET    404 200 403 403 404 403 403 404 in
change_decision            draft_meeting,decision=draft_decision POST   404 200 403 403 404 403 403 404 in
change_decision            draft_meeting,decision=circulated_decision GET    404 404 403 403 404 403 403 404 in
remove_decision            draft_meeting,decision=draft_decision GET    404 200 403 403 404 403 403 404 in
remove_decision            draft_meeting,decision=draft_decision POST   404 302 403 403 404 403 403 404 in
add_action                 draft_meeting                        GET    404 200 200 403 404 403 403 404 in
add_action                 draft_meeting                        POST   404 200 200 403 404 403 403 404 in
change_action              draft_meeting,action=draft_action    GET    404 200 200 403 404 403 403 404 in
change_action              draft_meeting,action=draft_action    POST   404 200 200 403 404 403 403 404 in
change_action              draft_meeting,action=circulated_action GET    404 404 404 403 404 403 403 404 in
remove_action              draft_meeting,action=draft_action    GET    404 200 200 403 404 403 403 404 in
remove_action              draft_meeting,action=draft_action    POST   404 302 302 403 404 403 403 404 in
action_done                draft_action                         GET    404 200 200 403 404 403 403 404 in
action_done                draft_action                         POST   404 302 302 403 404 403 403 404 in

notice                     told_meeting,kind=reminder           GET    404 200 403 403 404 403 403 404 in
notice                     told_meeting,kind=nothing            GET    404 404 403 403 404 403 403 404 in
drop_notice                told_meeting,kind=reminder           POST   404 302 403 403 404 403 403 404 in
hold_notice                told_meeting,kind=reminder           POST   404 302 403 403 404 403 403 404 in
release_notice             told_meeting,kind=reminder           POST   404 302 403 403 404 403 403 404 in
send_notice                told_meeting,kind=reminder           GET    404 200 403 403 404 403 403 404 in
send_notice                told_meeting,kind=reminder           POST   404 302 403 403 404 403 403 404 in
check_and_send             told_meeting,kind=invitation         GET    404 200 403 403 404 403 403 404 in
check_and_send             told_meeting,kind=invitation         POST   404 200 403 403 404 403 403 404 in
check_and_send             draft_meeting,kind=minutes           GET    404 200 403 403 404 403 403 404 in
check_and_send             told_meeting,kind=nothing            GET    404 404 403 403 404 403 403 404 in
mail_preview               told_meeting,kind=invitation         GET    404 200 403 403 404 403 403 404 in
held                       told_meeting,kind=invitation         GET    404 302 403 403 404 403 403 404 in
undo_sending               told_meeting,kind=invitation         POST   404 302 403 403 404 403 403 404 in
meeting_messages           told_meeting                         GET    404 200 404 404 404 404 404 404 in
by_post                    told_meeting,kind=invitation         GET    404 200 403 403 404 403 403 404 in
by_post                    told_meeting,kind=nothing            GET    404 404 403 403 404 403 403 404 in
letters                    told_meeting,kind=invitation         GET    404 200 403 403 404 403 403 404 in
letters_pdf                told_meeting,kind=invitation         GET    404 200 403 403 404 403 403 404 in
mark_posted                told_meeting,kind=invitation         POST   404 302 403 403 404 403 403 404 in

outbox                     -                                    GET    200 200 404 404 404 404 404 404 in
message                    message                              GET    404 200 404 404 404 404 404 404 in
send_again                 -                                    POST   404 302 404 404 404 404 404 404 in

propose                    told_meeting,token=forged            GET    404 404 404 404 404 404 404 404 404
propose                    told_meeting,token=forged            POST   404 404 404 404 404 404 404 404 404
propose_done               told_meeting,token=forged            GET    404 404 404 404 404 404 404 404 404
reply                      told_meeting,token=forged            GET    404 404 404 404 404 404 404 404 404
reply                      told_meeting,token=forged            POST   404 404 404 404 404 404 404 404 404
reply_done                 told_meeting,token=forged            GET    404 404 404 404 404 404 404 404 404
reply_ics                  told_meeting,token=forged            GET    404 404 404 404 404 404 404 404 404

calendar                   -                                    GET    404 200 200 200 200 200 200 404 in
make_calendar              -                                    POST   404 200 200 200 200 200 200 404 in
revoke_calendar            -                                    POST   404 302 302 302 302 302 302 404 in
calendar_feed              told_meeting,token=forged            GET    404 404 404 404 404 404 404 404 404
calendar_feed              told_meeting,token=members-own       GET    200 200 200 200 200 200 200 200 200

factors                    -                                    GET    404 200 200 200 200 200 200 404 in
factor                     sites_factor                         GET    404 200 200 200 200 200 200 404 in
factor                     supporters_factor                    GET    404 404 200 200 200 404 404 404 in
log_factor                 -                                    GET    404 200 200 200 200 403 403 404 in
log_factor                 -                                    POST   404 200 200 200 200 403 403 404 in
change_factor              sites_factor                         GET    404 200 200 403 403 403 403 404 in
change_factor              sites_factor                         POST   404 200 200 403 403 403 403 404 in
change_factor              supporters_factor                    GET    404 404 403 200 403 404 404 404 in
change_factor              supporters_factor                    POST   404 404 403 200 403 404 404 404 in
ease_factor                sites_factor                         GET    404 200 200 403 403 403 403 404 in
ease_factor                sites_factor                         POST   404 200 200 403 403 403 403 404 in
ease_factor                supporters_factor                    POST   404 404 403 200 403 404 404 404 in
end_factor                 sites_factor                         GET    404 200 200 403 403 403 403 404 in
end_factor                 sites_factor                         POST   404 200 200 403 403 403 403 404 in
end_factor                 supporters_factor                    POST   404 404 403 200 403 404 404 404 in

compare                    -                                    GET    404 200 200 200 200 404 404 404 in

setup                      -                                    GET    200 404 404 404 404 404 404 404 in
access                     -                                    GET    200 404 404 404 404 404 404 404 in
setup_sites                -                                    GET    200 404 404 404 404 404 404 404 in
add_site                   -                                    GET    200 404 404 404 404 404 404 404 in
add_site                   -                                    POST   200 404 404 404 404 404 404 404 in
change_site                site                                 GET    200 404 404 404 404 404 404 404 in
change_site                site                                 POST   200 404 404 404 404 404 404 404 in
setup_agencies             -                                    GET    200 404 404 404 404 404 404 404 in
add_agency                 -                                    GET    200 404 404 404 404 404 404 404 in
add_agency                 -                                    POST   200 404 404 404 404 404 404 404 in
found_agencies             -                                    GET    200 404 404 404 404 404 404 404 in
change_agency              agency                               GET    200 404 404 404 404 404 404 404 in
change_agency              agency                               POST   200 404 404 404 404 404 404 404 in
school_holidays            -                                    GET    200 404 404 404 404 404 404 404 in
add_school_holiday         -                                    GET    200 404 404 404 404 404 404 404 in
add_school_holiday         -                                    POST   200 404 404 404 404 404 404 404 in
change_school_holiday      school_holiday                       GET    200 404 404 404 404 404 404 404 in
change_school_holiday      school_holiday                       POST   200 404 404 404 404 404 404 404 in
remove_school_holiday      school_holiday                       GET    200 404 404 404 404 404 404 404 in
remove_school_holiday      school_holiday                       POST   302 404 404 404 404 404 404 404 in
setup_people               -                                    GET    200 404 404 404 404 404 404 404 in
add_person                 -                                    GET    200 404 404 404 404 404 404 404 in
add_person                 -                                    POST   200 404 404 404 404 404 404 404 in
setup_person               person                               GET    200 404 404 404 404 404 404 404 in
change_person              person                               GET    200 404 404 404 404 404 404 404 in
change_person              person                               POST   200 404 404 404 404 404 404 404 in
add_post                   person                               GET    200 404 404 404 404 404 404 404 in
add_post                   person                               POST   200 404 404 404 404 404 404 404 in
change_post                post                                 GET    200 404 404 404 404 404 404 404 in
change_post                post                                 POST   200 404 404 404 404 404 404 404 in
give_role                  -                                    GET    200 404 404 404 404 404 404 404 in
give_role                  -                                    POST   200 404 404 404 404 404 404 404 in
end_role                   role                                 POST   302 404 404 404 404 404 404 404 in
invite                     person                               POST   302 404 404 404 404 404 404 404 in
resend_invitation          invited                              POST   302 404 404 404 404 404 404 404 in
withdraw_invitation        invited                              POST   302 404 404 404 404 404 404 404 in
withdraw_invitation        person                               POST   404 404 404 404 404 404 404 404 in
close_account              invited                              POST   302 404 404 404 404 404 404 404 in
"""  # noqa: E501, a table is read by its columns

POSTED: dict[str, Callable[[dict[str, Model]], dict[str, object]]] = {}


@dataclass(frozen=True)
class Row:
    """A line of PAGES."""

    page: str
    about: str
    method: str
    answers: tuple[str, ...]

    @property
    def places(self) -> tuple[str, ...]:
        return (ANYWHERE,) if self.about == "-" else worlds.PLACES

    def expected(self, actor: Actor, place: str) -> str:
        return self.answers[COLUMNS.index(actor.stands[place])]

    def url(self, things: dict[str, Model]) -> str:
        """The address of the page for the things of one place."""
        about, *more = self.about.split(",")
        others = dict(part.split("=") for part in more)
        parts: dict[str, object] = {}
        for name in PATTERNS[self.page].pattern.converters:
            given = others.get(name, about)
            thing = things.get(given)
            parts[name] = getattr(thing, "key" if name == "key" else "pk") if thing else given
        return reverse(self.page, kwargs=parts)


def rows() -> list[Row]:
    head, *lines = [line.split() for line in PAGES.splitlines() if line.strip()]
    assert head[3:] == [column[:3] for column in COLUMNS]
    found = [Row(page, about, method, tuple(cells)) for page, about, method, *cells in lines]
    assert [row for row in found if len(row.answers) != len(COLUMNS)] == []
    return found


def patterns(resolver: URLResolver) -> dict[str, URLPattern]:
    """All pages by the name of their URL."""
    found: dict[str, URLPattern] = {}
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            found |= patterns(pattern)
        else:
            found[str(pattern.name)] = pattern
    return found


PATTERNS = patterns(get_resolver())
ROWS = rows()

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def clients(world: World) -> dict[str, Client]:
    """Everybody in a browser of their own."""
    clients = {name: Client() for name in world.actors}
    for name, actor in world.actors.items():
        if isinstance(actor.user, User):
            clients[name].force_login(actor.user)
    return clients


def who(world: World, place: str) -> list[Actor]:
    """Everybody at the own site; elsewhere those who are somebody there, and some who are not."""
    return [
        actor
        for name, actor in world.actors.items()
        if place in ("own", ANYWHERE)
        or actor.stands[place] != "stranger"
        or name in ("administrator", "manager", "chair", "member", "nobody")
    ]


def answer(client: Client, method: str, url: str, data: dict[str, object]) -> str:
    """What comes back, in the words of PAGES. Nothing of what it did remains."""
    with transaction.atomic():
        response = client.post(url, data) if method == "POST" else client.get(url)
        transaction.set_rollback(True)
    location = response.headers.get("Location", "")
    return "in" if location.startswith(reverse("account_login")) else str(response.status_code)


def test_every_page_has_its_rows() -> None:
    assert {row.page for row in ROWS} == set(PATTERNS)


@pytest.mark.parametrize("name", sorted({row.page for row in ROWS}))
def test_page(name: str, world: World, clients: dict[str, Client]) -> None:
    listed = [row for row in ROWS if row.page == name]
    wrong = []
    for row in listed:
        for place in row.places:
            things = world.places.get(place, {})
            url, data = row.url(things), POSTED.get(name, lambda things: {})(things)
            for actor in who(world, place):
                expected = row.expected(actor, place)
                got = answer(clients[actor.name], row.method, url, data)
                if got != expected:
                    wrong.append(
                        f"{row.method} {url} ({row.about}, {place}): {actor.name}, who is there"
                        f" {actor.stands[place]}, gets {got} instead of {expected}"
                    )
    assert not wrong, "\n".join(wrong)
    for actor in (world.actors[one] for one in ("administrator", "manager", "member", "out")):
        check_other_methods(listed, world, actor, clients[actor.name])


def check_other_methods(listed: list[Row], world: World, actor: Actor, client: Client) -> None:
    """A page without a POST row answers a POST like a GET; one without a GET row has no GET."""
    row = listed[0]
    place = row.places[0]
    url, methods = row.url(world.places.get(place, {})), {row.method for row in listed}
    if "POST" not in methods:
        assert answer(client, "POST", url, {}) in (row.expected(actor, place), "405")
    if "GET" not in methods:
        assert answer(client, "GET", url, {}) in ("405", "in")


def end_today(actor: Actor) -> None:
    """End whatever the person is, as from today."""
    today = timezone.localdate()
    assert isinstance(actor.user, User)
    SiteRole.objects.filter(person=actor.user.person).update(ended_on=today)
    Membership.objects.filter(person=actor.user.person).update(left_on=today)


@pytest.mark.parametrize("name", ["administrator", "manager", "supporter", "chair", "member"])
def test_a_role_that_ends_gives_nothing_from_the_next_click_on(
    world: World, clients: dict[str, Client], name: str
) -> None:
    meeting = world.places["own"]["told_meeting"]
    url = reverse("meeting", kwargs={"pk": meeting.pk})
    assert clients[name].get(url).status_code == 200
    end_today(world.actors[name])
    assert clients[name].get(url).status_code == 404


def test_the_owner_of_an_action_marks_it_as_done(world: World, clients: dict[str, Client]) -> None:
    """The one thing that a member changes. It is out of reach once they have left."""
    action = world.places["own"]["draft_action"]
    member = world.actors["member"]
    assert isinstance(action, Action)
    assert isinstance(member.user, User)
    Action.objects.filter(pk=action.pk).update(owner=member.user.person)
    url = reverse("action_done", kwargs={"pk": action.pk})
    assert [answer(clients["member"], method, url, {}) for method in ("GET", "POST")] == [
        "200",
        "302",
    ]
    end_today(member)
    assert [answer(clients["member"], method, url, {}) for method in ("GET", "POST")] == [
        "404",
        "404",
    ]
