# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sidelight.workbench.newest import Newest


@given(st.lists(st.text(max_size=12)), st.integers(1, 40))
def test_the_end_is_kept_in_whole_pieces(pieces: list[str], most: int) -> None:
    newest = Newest(most)
    for piece in pieces:
        newest.add(piece)
    kept = newest.text()
    assert "".join(pieces).endswith(kept)
    assert len(kept) <= max(most, len(pieces[-1]) if pieces else 0)
    # No more is let go than must be.
    suffixes = ["".join(pieces[at:]) for at in range(len(pieces))]
    assert len(kept) == max((len(one) for one in suffixes if len(one) <= most), default=len(kept))
