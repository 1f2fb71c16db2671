"""The declarations of the settings by which trades are admitted as merchants."""

from typing import Annotated

from chalicelib.county.declarations import ADMITTED, Setting

# fmt: off
Nightlife = Annotated[int, Setting(
    "유흥·단란주점의 가맹점 등록", "Bars with hostesses as merchants",
    ADMITTED, (0, 1), ("merchants",),
)]
Gambling = Annotated[int, Setting(
    "사행성 게임장의 가맹점 등록", "Gambling places as merchants",
    ADMITTED, (0, 1), ("merchants",),
)]
LargeStore = Annotated[int, Setting(
    "대규모·준대규모점포의 가맹점 등록", "Large stores as merchants",
    ADMITTED, (0, 1), ("merchants",),
)]
Jewelry = Annotated[int, Setting(
    "귀금속점의 가맹점 등록", "Jewelers as merchants", ADMITTED, (0, 1), ("merchants",),
)]
OutsideBranch = Annotated[int, Setting(
    "군 밖 회사 직영점의 가맹점 등록", "Branches of firms from elsewhere as merchants",
    ADMITTED, (0, 1), ("merchants",),
)]
# fmt: on
