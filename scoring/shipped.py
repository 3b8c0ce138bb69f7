"""The rule books shipped with the product, to start from: what kind each is. Pure."""

from dataclasses import dataclass

from scoring.books import example


@dataclass(frozen=True)
class Shipped:
    """One example: its kind in a word, and what it is for."""

    code: str
    kind: str
    told: str

    @property
    def name(self) -> str:
        return example(self.code).name


SHIPPED = (
    Shipped("r1", "累加型", "按层级和刊物定分，一条信息被几家采用就累加几次。工会常用，最简单。"),
    Shipped("r2", "底分加采用", "每月报满2条得底分，采用按刊物计分，超过一周报送的不计。"),
    Shipped("r5", "采用加批示", "多处采用累加，批示另加分，按所批的刊物分别定分。"),
    Shipped("r8", "分类任务加采用", "单位分三类下任务，每月完成得基础分，采用另计。"),
    Shipped("r9", "任务型", "只下任务：每月、全年报送数和质量分目标；分值表自己接着写。"),
    Shipped("r11", "折算型", "采用、批示、约稿加减分，年终折入目标考核。"),
    Shipped("r14", "综合型", "采用按层级和刊物定分，批示按领导层级加分，调研转报加倍，全年报满15条得50分。"),
    Shipped("r20", "任务加奖惩", "每月、每季度、全年完成任务得分，约稿完成加分、未完成扣分。"),
    Shipped("r22", "基准100分", "起评100分，缺一条扣0.5分，加分不超过10分，扣完为止。"),
    Shipped("r42", "每周任务", "每周2条，完成得1分，多报多加；分值表自己接着写。"),
)
BY_CODE = {one.code: one for one in SHIPPED}
