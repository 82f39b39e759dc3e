"""What gaps are about, where another stage asks for it. By itself: hooks load no snapshot."""

NOT_LIVE = "the repository on the Hub"  # the registry answered because the Hub did not
