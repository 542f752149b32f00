"""How sure is the ranking? What would have to be otherwise for another bid to come first.

Nothing here decides or changes anything: the published weights and the panel's agreed scores stand. It tells whoever
answers for the award how near the decision was, and on what it hangs.
"""
