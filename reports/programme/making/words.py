"""Words of the made-up programme. Each place gets a number, so that it is no real one."""

BEGINNINGS = ("Alder", "Ashen", "Brack", "Fern", "Heather", "Kestrel", "Marl", "Thorn", "Wether")
ENDINGS = ("beck", "combe", "fleet", "garth", "holt", "mere", "ness", "stead", "wick")
FIRST_NAMES = (
    "Amara", "Bethan", "Callum", "Dilys", "Eamon", "Farah", "Gwen", "Hamish", "Ines", "Jonah",
    "Kezia", "Liam", "Mairead", "Nikhil", "Orla", "Priya", "Rowan", "Saoirse", "Tomasz", "Yusuf",
)  # fmt: skip
SURNAMES = (
    "Abara", "Bellweather", "Corrigan", "Dunmore", "Eastley", "Fairlie", "Gantry", "Hollis",
    "Ingram", "Jessop", "Kilbride", "Lomas", "Mottram", "Naylor", "Okoro", "Pargeter", "Quill",
    "Rafferty", "Stannard", "Tolliver",
)  # fmt: skip
AGENCIES = (
    ("Council, children’s services", "local_authority", "core"),
    ("Council, adult social care", "local_authority", "near"),
    ("Mental health trust", "nhs_trust", "core"),
    ("Primary school", "school", "far"),
    ("Surgery", "gp", "far"),
    ("Young carers’ project", "voluntary", "near"),
    ("Parents’ forum", "user_forum", "near"),
)
AGENDA = (
    "Minutes and matters arising",
    "Joint visits",
    "Training for both services",
    "Involving schools and surgeries",
    "What parents and young carers tell us",
    "Any other business",
)
SENTENCES = (
    "The group heard how the joint visits are going and what gets in their way.",
    "Both services described how a referral reaches them and who answers it.",
    "Several members said that time is short and asked for papers a week earlier.",
    "It was noted that the surgery cannot send anybody during opening hours.",
    "A short visit to the school was thought to be worth more than another letter.",
    "The forum asked what became of the idea that it had put forward.",
    "Workers of the two services have begun to share a duty desk on one morning a week.",
    "Nobody could say yet what the restructure means for the family workers.",
)
DECISIONS = (
    "The pilot of joint visits goes on for another quarter.",
    "Papers go out a week before each meeting.",
    "The forum is a standing item of the agenda.",
)
ACTIONS = (
    "Ask the surgery for a time that suits it",
    "Write one page about the referral path for both services",
    "Bring figures of the joint visits",
    "Invite the head of the school to a short talk",
    "Tell the forum what became of its idea",
)
FACTORS = (
    ("helped", "A named administrator kept everybody informed between meetings."),
    ("helped", "The director opened the meeting and stayed until the end."),
    ("hindered", "Two teams were restructured and could not say who covers what."),
    ("hindered", "Members had no time to read the papers."),
    ("mixed", "The merger brought new contacts and took old ones away."),
)
CHANGES = (
    ("restructure", "Two services were put under one head."),
    ("budget_cut", "Vacant posts are not filled for the time being."),
    ("senior_management_change", "A new director took up post."),
    ("grant_lost", "The grant that paid for a family worker ended early."),
)
