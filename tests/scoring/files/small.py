"""A whole competition in few words: two bids, one scored criterion, one formula, one evaluator, and the award."""

from typing import Any

OFFICER, LEAD, APPROVER = "olive@council.example", "leo@council.example", "una@council.example"
CHAIR, EVALUATOR, EXPERT = "clare@panel.example", "eve@panel.example", "xena@panel.example"
BIDDERS = {"Harbour Care": "ada@harbour.example", "Quayside": "bea@quayside.example"}


def deed(by: str, at: str) -> dict[str, str]:
    return {"by": by, "at": f"2026-{at}"}


def content() -> dict[str, Any]:
    """What the file holds, as fresh dictionaries and lists that a test may spoil."""
    people = [OFFICER, LEAD, APPROVER, CHAIR, EVALUATOR, EXPERT, *BIDDERS.values()]
    return {
        "format": "partner-competition/1",
        "people": [{"email": email, "name": email.split("@")[0].title()} for email in people],
        "council": {
            "name": "Barchester Council",
            "members": [
                {"person": OFFICER, "role": "officer"},
                {"person": LEAD, "role": "lead_officer"},
                {"person": APPROVER, "role": "approver"},
            ],
        },
        "service": {
            "name": "Libraries",
            "description": "Nine libraries.",
            "annual_cost": 2_100_000,
            "headcount": 74,
            "full_time_equivalents": "51.5",
            "options": [{"option": "joint_venture", "for_it": "Evenings.", "preferred": True}],
            "described": deed(OFFICER, "01-05 10:00"),
            "appraisal": _appraisal(),
        },
        "competition": _competition(),
        "organisations": [
            {
                "name": name,
                "kind": "charity",
                "members": [{"person": person, "role": "administrator"}],
                "registered": deed(person, "02-03 09:00"),
            }
            for name, person in BIDDERS.items()
        ],
        "bids": [_bid(name, person, stake) for (name, person), stake in zip(BIDDERS.items(), (40, 30), strict=True)],
        "opened": [deed(OFFICER, "03-06 13:00"), deed(LEAD, "03-06 13:05")],
        "panel": [*_panel(), _expert()],
        **_around(),
        "samples": [_sample()],
        "enquiries": _enquiries(),
        **_meeting(),
        "moderation": [
            {
                **deed(CHAIR, "03-20 10:00"),
                "organisation": name,
                "criterion": "evenings",
                "score": score,
                **_agreed(score),
            }
            for name, score in zip(BIDDERS, (2, 1), strict=True)
        ],
        "ranked": deed(CHAIR, "03-21 10:00"),
        "award": {
            "organisation": "Harbour Care",
            "reasons": "It has the highest total.",
            "proposed": deed(LEAD, "03-23 10:00"),
            "approved": {**deed(APPROVER, "03-24 10:00"), "note": "Read.", "formed_on": "2026-04-01"},
        },
    }


def _appraisal() -> dict[str, Any]:
    return {
        "years": 2,
        "discount_percent": "4.25",
        "discount_source": "Our treasurer.",
        "criteria": [
            {
                "reference": "savings",
                "name": "Savings",
                "weight": "99.5",
                "looked_for": "Less cost.",
                "zero_means": "Costs more.",
                "five_means": "Saves a fifth.",
                "scores": [
                    {"option": "joint_venture", "score": 4, "reasons": "A tenth."},
                    {"option": "in_house", "reasons": "Not known yet."},
                ],
            },
            {"reference": "care", "name": "Care", "weight": "0.5"},
        ],
        "ownership": [
            {"option": "joint_venture", "employees": 51, "partner": 49, "council": 0, "community": 0},
            {"option": "join_group", "notes": "Which group is not known yet."},
        ],
        "money": [
            {
                "option": "joint_venture",
                "one_off_cost": "1000.50",
                "yearly_costs": [2_000_000, "1900000.25"],
                "grants": 0,
                "loans": 500,
                "equity": 1000,
                "notes": "Estimated.",
            }
        ],
        "appraised": deed(LEAD, "01-06 10:00"),
    }


def _competition() -> dict[str, Any]:
    return {
        "reference": "libraries-partner",
        "title": "A partner for our libraries",
        "summary": "A partner who brings evenings.",
        "contract_years": 2,
        "estimated_value": 4_200_000,
        "light_touch": True,
        "ownership_terms": {"most_partner_percent": 40, "permitted_forms": ["company_by_shares"]},
        "scales": [{"name": "0 to 2", "steps": [{"score": score, "label": f"Score {score}"} for score in range(3)]}],
        "sections": [
            {
                "reference": "all",
                "title": "All",
                "weight": 100,
                "criteria": [
                    {
                        "reference": "evenings",
                        "title": "Evenings",
                        "kind": "scored",
                        "weight": 60,
                        "scale": "0 to 2",
                        "word_limit": 50,
                    },
                    {
                        "reference": "stake",
                        "title": "Stake",
                        "kind": "formula",
                        "weight": 40,
                        "formula": {"measure": "partner_stake", "method": "linear", "zero_at": 50, "full_at": 10},
                    },
                ],
            }
        ],
        "tie_break": ["evenings"],
        "questions_deadline": "2026-02-20 17:00",
        "bid_deadline": "2026-03-06 12:00",
        "documents": [
            {"title": "Plan", "name": "plan.txt", "text": "A plan.\n", "uploaded": deed(OFFICER, "01-20 09:00")}
        ],
        "clarifications": [
            {
                "question": "How many evenings?",
                "asked": deed(BIDDERS["Quayside"], "02-10 09:00"),
                "answered": {**deed(OFFICER, "02-11 09:00"), "answer": "Four."},
            }
        ],
        "drafted": deed(OFFICER, "01-19 09:30"),
        "published": deed(LEAD, "02-02 09:00"),
    }


def _bid(organisation: str, person: str, stake: int) -> dict[str, Any]:
    return {
        "organisation": organisation,
        "started": deed(person, "02-05 09:00"),
        "consortium": [{"name": f"Friends of {organisation}", "kind": "charity", "part": "Volunteers."}],
        "answers": {"evenings": "Four evenings a week, with two of us in each library."},
        "documents": [
            {
                "title": "Rota",
                "name": "rota.zip",
                "base64": "AAECAw==",
                "criterion": "evenings",
                "uploaded": deed(person, "02-06 09:00"),
            }
        ],
        "offer": {
            "company_name": "Barchester Libraries Limited",
            "legal_form": "company_by_shares",
            "total_shares": 100,
            "holdings": [
                {"kind": "employees", "name": "Employees", "percent": 100 - stake, "board_seats": 2},
                {"kind": "partner", "name": organisation, "percent": stake, "board_seats": 1},
            ],
            "investments": [{"instrument": "grant", "year": 1, "amount": "1000.50"}],
            "prices": [{"year": 1, "amount": 2_000_000}, {"year": 2, "amount": 1_900_000}],
        },
        "submitted": deed(person, "03-05 16:00"),
    }


def _panel() -> list[dict[str, Any]]:
    def seat(person: str, role: str) -> dict[str, Any]:
        return {
            "person": person,
            "role": role,
            "appointed": deed(OFFICER, "03-01 09:00"),
            "interests": [{"organisation": name, "interest": "none", "at": "2026-03-07 09:00"} for name in BIDDERS],
        }

    def told_whole(person: str, role: str) -> dict[str, Any]:
        """A seat with an interest in the first bidder, of which somebody decided that it does no harm."""
        made = seat(person, role)
        entry = {
            "about": next(iter(BIDDERS)),
            "part": "bidder",
            "interest": "perceived",
            "kind": "friendship",
            "details": "We were at school together.",
            "mitigation": "Somebody scores it beside me.",
        }
        decided = {"may_take_part": True, "mitigation": "Another member scores it too.", "reasons": "It is long ago."}
        made["interests"][0] |= {
            "interest": "perceived",
            "details": entry["details"],
            "entries": [entry],
            "will_own": False,
            "will_sit": False,
            "decision": deed(OFFICER, "03-07 10:00") | decided,
        }
        return made

    return [
        {
            **seat(CHAIR, "chair"),
            "criteria": ["evenings"],
            "only": {"evenings": ["Quayside"]},
            "assigned": deed(CHAIR, "03-08 09:00"),
            "scores": [
                {
                    "organisation": "Quayside",
                    "criterion": "evenings",
                    "score": 1,
                    "reasons": "A rota of two people, for the four evenings asked.",
                    "at": "2026-03-09 10:00",
                }
            ],
            "locked_at": "2026-03-10 10:00",
        },
        {
            **told_whole(EVALUATOR, "evaluator"),
            "criteria": ["evenings"],
            "assigned": deed(CHAIR, "03-08 09:00"),
            "scores": [
                {
                    "organisation": name,
                    "criterion": "evenings",
                    "score": 1,
                    "reasons": "Two people in each library for four evenings a week.",
                    "evidence": _evidence() if name == "Harbour Care" else [],
                    "at": "2026-03-09 09:00",
                    "changes": _changes() if name == "Harbour Care" else [],
                }
                for name in BIDDERS
            ],
            "locked_at": "2026-03-10 09:00",
        },
    ]


def _expert() -> dict[str, Any]:
    """A subject expert, who was asked again about the first bidder and wrote one advice anew."""
    interests = [{"organisation": name, "interest": "none", "at": "2026-03-07 09:00"} for name in BIDDERS]
    asked = {**deed(OFFICER, "03-08 12:00"), "cause": "by_hand", "reason": "Your new post was in the paper."}
    again = {**interests[0], "at": "2026-03-08 13:00"}
    said = {"organisation": "Harbour Care", "criterion": "evenings"}
    return {
        "person": EXPERT,
        "role": "expert",
        "appointed": deed(OFFICER, "03-01 09:00"),
        "interests": [interests[0] | {"reopened": asked}, interests[1], again],
        "advises_on": [{**deed(OFFICER, "03-01 12:00"), "criterion": "evenings"}],
        "advice": [
            {**said, "text": "Two people are the least.", "at": "2026-03-08 09:30"},
            {**said, "text": "Two people are the least that the law asks for.", "at": "2026-03-08 14:00"},
        ],
    }


def _around() -> dict[str, Any]:
    """Two briefings, a link that was looked at twice, the day for the scores, and who was given what."""
    links = [("03-08 10:00", True, "To be looked at."), ("03-08 11:00", False, "Two people of one name.")]
    return {
        "briefings": [
            {**deed(OFFICER, "03-01 10:00"), "text": "Read the scale.", "acknowledged": _acknowledged("03-01 11:00")},
            {**deed(CHAIR, "03-02 10:00"), "text": "Read all of it.", "acknowledged": _acknowledged("03-02 11:00")[1:]},
        ],
        "links": [
            {
                **deed(OFFICER, at),
                "match": "surname",
                "words": "Jones is named in both.",
                "confirmed": confirmed,
                "reason": reason,
            }
            for at, confirmed, reason in links
        ],
        "scores_due": {**deed(CHAIR, "03-08 09:00"), "on": "2026-03-10"},
        "assignment_changes": [
            {
                **deed(CHAIR, "03-08 09:00"),
                "way": "matrix",
                "added": 4,
                "changes": {"Clare": {"evenings": 2}, "Eve": {"evenings": 2}},
            },
            {
                **deed(CHAIR, "03-08 09:15"),
                "way": "take",
                "why": "She knows the rota.",
                "added": 0,
                "removed": 1,
                "changes": {"Clare": {"evenings": -1}},
            },
        ],
    }


def _acknowledged(at: str) -> list[dict[str, str]]:
    return [{"person": person, "at": f"2026-{at}"} for person in (CHAIR, EVALUATOR, EXPERT)]


def _evidence() -> list[dict[str, Any]]:
    """The passage stands at the end of the answer; the page is one of the rota."""
    passage = {"bearing": "strength", "quote": "two of us in each library", "start": 27, "note": "Never alone."}
    page = {"bearing": "weakness", "document": "Rota", "page": 2, "quote": "No names yet"}
    clarified = {"bearing": "neither", "quote": "from Tuesday", "start": 4, "in_clarification": True}
    return [
        {**clarified, "at": "2026-03-09 11:00"},
        {**passage, "at": "2026-03-08 10:00"},
        {**page, "at": "2026-03-09 10:00"},
    ]


def _sample() -> dict[str, Any]:
    """Required: the chair, who scores too, gave hers after it was revealed to her and the evaluator."""
    given = {"person": EVALUATOR, "score": 1, "reasons": "Two evenings of four.", "at": "2026-03-02 10:00"}
    return {
        "criterion": "evenings",
        "text": "We would open on two evenings, and see.",
        "is_required": True,
        "written": deed(CHAIR, "03-02 09:00"),
        "scores": [given, {"person": CHAIR, "score": 2, "reasons": "It says so.", "at": "2026-03-08 08:00"}],
        "notes": [{**deed(CHAIR, "03-08 08:30"), "text": "“All of it” means four evenings."}],
    }


LIST = {
    "name": "evenings.txt",
    "sha256": "d65d36d665c29906fb84cc67d0b3482a5c4618e28366abf79df8c23c2ea351bf",
    "text": "Tuesday to Friday.",
}


def _enquiries() -> list[dict[str, Any]]:
    """One is answered in time and cited, one late and accepted, one is refused."""
    about = {"criterion": "evenings", "why": "My score depends on it.", "decided": deed(CHAIR, "03-08 12:00")}
    sent = {**deed(OFFICER, "03-08 13:00"), "due_at": "2026-03-09 09:00"}
    first = {"organisation": "Harbour Care", "question": "Which four?", "drafted": deed(EVALUATOR, "03-08 11:00")}
    second = {"organisation": "Quayside", "question": "Which four?", "drafted": deed(EVALUATOR, "03-08 11:10")}
    third = {"organisation": "Quayside", "question": "Who pays?", "drafted": deed(CHAIR, "03-08 11:20")}
    late = {**deed(OFFICER, "03-09 15:00"), "counts": True, "reasons": "By an hour, and ours to answer for."}
    return [
        {
            **about,
            **first,
            "document": "Rota",
            "wording": "Which four evenings are meant?",
            "sent": sent,
            "answered": {
                **deed(BIDDERS["Harbour Care"], "03-08 20:00"),
                "text": "All from Tuesday to Friday.",
                "files": [LIST],
            },
        },
        {
            **about,
            **second,
            "sent": sent,
            "answered": {**deed(BIDDERS["Quayside"], "03-09 10:00"), "text": "We would rather not say."},
            "late": late,
        },
        {**about, **third, "refused_because": "The bid says so on page 2."},
    ]


def _changes() -> list[dict[str, Any]]:
    return [
        {
            "score": 2,
            "reasons": "Two people for four evenings, and a rota that says who.",
            "why": "I had overlooked the rota.",
            "at": "2026-03-12 09:00",
        }
    ]


def _meeting() -> dict[str, Any]:
    return {
        "moderation_rules": {
            **deed(OFFICER, "03-01 10:00"),
            "quorum": 2,
            "quorum_of": {"evenings": 1},
            "needs_sign_off": True,
        },
        "meetings": [
            {
                "opened": deed(CHAIR, "03-20 09:00"),
                "attendance": [
                    {**deed(CHAIR, "03-20 09:00"), "person": CHAIR, "state": "present"},
                    {**deed(CHAIR, "03-20 09:10"), "person": EVALUATOR, "state": "present"},
                ],
                "closed": deed(CHAIR, "03-20 11:00"),
            }
        ],
        "revealed": [{**deed(CHAIR, "03-20 09:30"), "organisation": "Quayside", "criterion": "evenings"}],
    }


def _agreed(score: int) -> dict[str, Any]:
    """The lower score has its reasons in parts, and somebody dissents."""
    if score == 2:
        checks = [
            {**deed(OFFICER, "03-20 12:00"), "signed_off": False, "remark": "Who pays?"},
            {**deed(OFFICER, "03-20 13:00"), "signed_off": True},
        ]
        return {"reasons": "It says how four evenings are staffed, and not how they are paid for.", "checks": checks}
    parts = {
        "evidence": "Four evenings are named.",
        "strengths": "Each has two people.",
        "weaknesses": "No money.",
        "why_not_higher": "Nobody says who pays.",
    }
    return {
        "reasons_in_parts": parts,
        "dissenters": [EVALUATOR],
        "dissent": "Would have given 2 for the rota.",
        "checks": [{**deed(OFFICER, "03-20 13:10"), "signed_off": True}],
    }
