"""Words that a report on a company explains, in alphabetical order; those of money only where it tells of money."""

OWNERSHIP_WORDS = (
    ("Board seat", "The right of an owner to choose one director of the company."),
    ("Class of shares", "Shares that carry the same rights, such as so many votes each."),
    ("Joint venture", "The company that the council's service becomes, owned by several parties."),
    ("Ordinary resolution", "A decision of the owners by more than half of the votes (Companies Act 2006, s.282)."),
    (
        "Person with significant control",
        (
            "Somebody with more than a quarter of the shares or votes, or who chooses most of the board. The company "
            "must tell Companies House who they are (Companies Act 2006, Sch.1A)."
        ),
    ),
    (
        "Special resolution",
        "A decision by 75% of the votes or more, such as to change the articles (Companies Act 2006, s.283).",
    ),
)
MONEY_WORDS = (
    ("In kind", "What is given as things, buildings or time instead of money. It is never added to cash."),
    ("Quasi-equity", "Money that is paid back as a share of the company's income."),
)
GLOSSARY = tuple(sorted((*OWNERSHIP_WORDS, *MONEY_WORDS)))
