"""What gaps are about, where another stage asks for it. By itself: hooks load no snapshot."""

NOT_LIVE = "the repository on the Hub"  # the registry answered because the Hub did not
BY_RULE = "no record has this very name"  # how the reason begins where a rule of a family answered
