"""A small programme folder that is right in every file, for tests to change and to spoil."""

# ruff: noqa: E501 - a record of a CSV file is as long as it is

from pathlib import Path

FILES = {
    "agencies.csv": """\
key,name,kind,interface
council,"Northmoor Council, children’s services",local_authority,core
trust,Northmoor Mental Health Trust,nhs_trust,core
""",
    "sites.csv": """\
key,name,nation,parent,started_on,ended_on
locality,Eastby locality,northern_ireland,region,2025-02-03,
region,Eastby region,northern_ireland,,2025-01-06,
northmoor,Northmoor,england,,2025-01-06,
""",
    "people.csv": """\
key,name,email
ann,Ann Marsh,ann@example.org
bob,Bob Fell,bob@example.org
cy,Cy Holt,
dee,Dee Lane,dee@example.org
""",
    "posts.csv": """\
person,agency,title,seniority,started_on,ended_on,secondment_ends_on
ann,council,Head of early help,head_of_service,2024-04-01,,
bob,trust,Team manager,manager,2024-04-01,,2026-03-31
""",
    "site_roles.csv": """\
site,person,role,started_on,ended_on
northmoor,dee,administrator,2025-01-06,
""",
    "groups.csv": """\
key,site,name,quorum
northmoor-group,northmoor,Northmoor steering group,50%
""",
    "memberships.csv": """\
group,person,agency,capacity,role,joined_on,left_on,left_because
northmoor-group,ann,council,professional,chair,2025-01-06,,
northmoor-group,bob,trust,professional,member,2025-01-06,2025-09-01,workload
northmoor-group,bob,trust,professional,co_chair,2025-09-01,,
northmoor-group,cy,,carer,member,2025-01-06,,
""",
    "meetings.csv": """\
key,group,title,starts_at,ends_at,mode,place,state
northmoor-1,northmoor-group,First meeting,2025-02-04T10:00+00:00,2025-02-04T12:00+00:00,in_person,Town Hall,held
northmoor-2,northmoor-group,Second meeting,2025-07-08T09:00+00:00,2025-07-08T11:00+00:00,online,,held
""",
    "attendance.csv": """\
meeting,person,status,on_behalf_of
northmoor-1,ann,present,
northmoor-1,bob,apologies,
northmoor-1,dee,deputy,bob
northmoor-1,cy,absent,
""",
    "agenda_items.csv": """\
meeting,position,title
northmoor-1,1,Joint visits
northmoor-1,2,Any other business
""",
    "minutes.csv": """\
meeting,position,file,state
northmoor-1,1,minutes/northmoor-1-1.md,approved
northmoor-2,,minutes/northmoor-2.md,draft
""",
    "decisions.csv": """\
meeting,position,text
northmoor-1,1,The pilot goes on
northmoor-1,1,Papers go out a week before
""",
    "actions.csv": """\
meeting,position,text,owner,due_on,done_on
northmoor-1,1,Ask the surgery,ann,2025-03-04,2025-03-01
northmoor-1,,Write to the school,,,
""",
    "organisational_changes.csv": """\
site,kind,status,agency,starts_on,ends_on,description,opportunity,harm
northmoor,restructure,actual,council,2025-05-01,,Two services under one head,One manager,
""",
    "sign_ups.csv": """\
site,person,agency,level,signed_on,withdrawn_on,evidence
northmoor,ann,council,formal,2025-01-20,,Signed agreement
""",
    "factors.csv": """\
key,site,theme,direction,strength,state,noticed_on,ended_on,meeting,recorded_by,view,description,money_would_solve
northmoor-time,northmoor,t01,hindered,2,current,2025-02-04,,northmoor-1,dee,site,No time to read the papers,partly
""",
    "rating_rounds.csv": """\
key,name,opens_on,closes_on,closed
summer,Summer 2025,2025-06-02,2025-06-27,yes
""",
    "ratings.csv": """\
round,site,construct,rating,rationale
summer,northmoor,t01,-1,Said in two meetings
summer,northmoor,innovation.source,mixed,
""",
    "implementation_levels.csv": """\
round,site,level,rationale
summer,northmoor,high,
""",
}  # fmt: skip
MINUTES = {
    "minutes/northmoor-1-1.md": b"The visits go **well**.\r\n",
    "minutes/northmoor-2.md": b"We met.\n",
}


def write_programme(path: Path, changes: dict[str, str] | None = None) -> Path:
    """Write the folder at `path`, with other text for the files in `changes`; give the path.

    A change that begins with `+` adds a record at the end of its file.
    """
    (path / "minutes").mkdir(parents=True, exist_ok=True)
    for name, content in MINUTES.items():
        (path / name).write_bytes(content)
    texts = dict(FILES)
    for name, text in (changes or {}).items():
        texts[name] = FILES[name] + text[1:] + "\n" if text.startswith("+") else text
    for name, text in texts.items():
        (path / name).write_bytes(text.replace("\n", "\r\n").encode())
    return path
