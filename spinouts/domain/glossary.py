"""Words that a report on a company explains, in alphabetical order; those of money only where it tells of money."""

OWNERSHIP_WORDS = (
    ("Board seat", "The right of an owner to choose one director of the company."),
    ("Class of shares", "Shares that carry the same rights, such as so many votes each."),
    ("Earn-in", "Shares that somebody gets, or keeps, only if an agreed milestone is met."),
    ("Joint venture", "The company that the council's service becomes, owned by several parties."),
    ("Lock-in", "A time in which an owner may not sell or give away shares unless all the others agree."),
    ("Ordinary resolution", "A decision of the owners by more than half of the votes (Companies Act 2006, s.282)."),
    (
        "Person with significant control",
        (
            "Somebody with more than a quarter of the shares or votes, or who chooses most of the board. The company "
            "must tell Companies House who they are (Companies Act 2006, Sch.1A)."
        ),
    ),
    ("Reserved matter", "A decision that needs the consent of certain owners, whatever their votes."),
    (
        "Special resolution",
        "A decision by 75% of the votes or more, such as to change the articles (Companies Act 2006, s.283).",
    ),
)
MONEY_WORDS = (
    ("Guarantee", "A promise to pay if something goes wrong. It is no investment until it is called."),
    ("In kind", "What is given as things, buildings or time instead of money. It is never added to cash."),
    ("Quasi-equity", "Money that is paid back as a share of the company's income."),
)
GLOSSARY = tuple(sorted((*OWNERSHIP_WORDS, *MONEY_WORDS)))
