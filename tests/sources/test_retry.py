import pytest

from openness.sources.retry import Retry, allowance, asked_wait
from tests.sources.conftest import Naps


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "12"}, 12.0),
        ({"retry-after": "Thu, 01 Jan 1970 00:01:40 GMT"}, 60.0),
        ({"retry-after": "Thu, 01 Jan 1970 00:00:01 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "9" * 40}, None),
        ({"ratelimit": '"api";r=0;t=55'}, 55.0),
        ({"ratelimit": '"api";r=3;t=55'}, None),
        ({"retry-after": "2", "ratelimit": '"api";r=0;t=55'}, 2.0),
    ],
)
def test_what_servers_ask_for(headers: dict[str, str], seconds: float | None) -> None:
    assert asked_wait(headers, now=lambda: 40.0) == seconds


def test_allowance() -> None:
    found = allowance({"ratelimit": '"resolvers"; r = 7 ; t= 3'})
    assert found is not None
    assert (found.resource, found.remaining, found.reset) == ("resolvers", 7, 3.0)
    assert allowance({"ratelimit": "nonsense"}) is None


def test_waits_grow_and_end() -> None:
    naps = Naps()
    retry = Retry(3, 30.0, sleep=naps, jitter=lambda: 1.0)
    assert [retry.pause(n, None) for n in range(4)] == [True, True, True, False]
    assert naps == [0.25, 0.5, 1.0]


def test_jitter_spreads() -> None:
    naps = Naps()
    Retry(3, 30.0, sleep=naps, jitter=lambda: 0.5).pause(2, None)
    assert naps == [0.5]


def test_no_more_patience_than_the_limit() -> None:
    naps = Naps()
    retry = Retry(3, 30.0, sleep=naps)
    assert not retry.pause(0, 31.0)
    assert naps == []


def test_a_used_up_allowance_holds_the_next_request() -> None:
    naps, time = Naps(), [100.0]
    retry = Retry(3, 30.0, sleep=naps, clock=lambda: time[0])
    retry.note({"ratelimit": '"api";r=0;t=5'})
    retry.hold("resolvers")
    assert naps == []
    retry.hold("api")
    assert naps == [5.0]
    time[0] = 106.0
    retry.hold("api")
    assert naps == [5.0]
    retry.note({"ratelimit": '"api";r=0;t=5000'})
    retry.hold("api")
    assert naps == [5.0]


def test_what_can_be_done_without_is_left_out_when_little_is_left() -> None:
    time = [100.0]
    retry = Retry(3, 30.0, clock=lambda: time[0])
    assert retry.has_room("api")
    retry.note({"ratelimit": '"api";r=49;t=200'})
    assert not retry.has_room("api")
    assert retry.has_room("resolvers")
    time[0] = 301.0
    assert retry.has_room("api")
