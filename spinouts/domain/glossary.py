"""Words that a report on a company explains, in alphabetical order; those of money only where it tells of money."""

OWNERSHIP_WORDS = (
    (
        "Asset lock",
        "A rule that the company's assets stay with its purpose: owners get back what they paid, and no more.",
    ),
    ("Board seat", "The right of an owner to choose one director of the company."),
    ("Class of shares", "Shares that carry the same rights, such as so many votes each."),
    ("Drag along", "Owners of enough shares who sell may make the others sell with them, at the same price."),
    ("Earn-in", "Shares that somebody gets, or keeps, only if an agreed milestone is met."),
    ("First refusal", "The right of the owners to buy new shares, or those of another owner, before anybody else."),
    ("Golden share", "A share whose holder must consent to the reserved matters, whatever the votes."),
    ("Joint venture", "The company that the council's service becomes, owned by several parties."),
    ("Leaver", "Somebody who stops working for the company. What was agreed says what becomes of their shares."),
    ("Lock-in", "A time in which an owner may not sell or give away shares unless all the others agree."),
    ("Option", "A right to buy shares later at a price that is agreed now. A warrant is the same for an investor."),
    ("Ordinary resolution", "A decision of the owners by more than half of the votes (Companies Act 2006, s.282)."),
    (
        "Person with significant control",
        (
            "Somebody with more than a quarter of the shares or votes, or who chooses most of the board. The company "
            "must tell Companies House who they are (Companies Act 2006, Sch.1A)."
        ),
    ),
    ("Projection", "Arithmetic on what is assumed about the years to come. It is not a forecast."),
    ("Protected against dilution", "An owner who gets new shares whenever others would make its part smaller."),
    ("Reserved matter", "A decision that needs the consent of certain owners, whatever their votes."),
    (
        "Special resolution",
        "A decision by 75% of the votes or more, such as to change the articles (Companies Act 2006, s.283).",
    ),
    ("Tag along", "If one owner sells, the others may sell with it at the same price."),
    ("Vesting", "Shares that somebody keeps only by staying: so many more with each month or year."),
)
MONEY_WORDS = (
    ("Guarantee", "A promise to pay if something goes wrong. It is no investment until it is called."),
    ("In kind", "What is given as things, buildings or time instead of money. It is never added to cash."),
    ("Quasi-equity", "Money that is paid back as a share of the company's income."),
)
GLOSSARY = tuple(sorted((*OWNERSHIP_WORDS, *MONEY_WORDS)))
