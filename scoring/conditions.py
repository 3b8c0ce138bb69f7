"""What the application itself knows of a fact, by the words a rule's `when` may ask for. Pure.

docs/rulebook.md lists them for those who write rule books.
"""

COMMISSIONED, RAISED, REWRITTEN = "约稿", "转报采用", "编辑改写"
COMPOSED, ALONE = "综合", "单篇"
URGENT = "紧急信息"
DIRECT, CONTACT = "直报点", "联系点"
READ = "圈阅"

CONDITIONS = {
    COMMISSIONED: "答复约稿报送的信息",
    RAISED: "本单位上报后被上级采用的信息",
    REWRITTEN: "编辑定份额时勾选“本单位改写过半”的稿件",
    COMPOSED: "几篇来稿编成一篇的稿件",
    ALONE: "一篇来稿单独编成的稿件，或单独被上级采用的信息",
    URGENT: "由紧急信息转来的信息",
    DIRECT: "报送单位是直报点",
    CONTACT: "报送单位是联系点",
    READ: "领导圈阅、没有写意见的（用于批示）",
}


def flags(**known) -> frozenset[str]:
    """The words of everything that is so."""
    return frozenset(word for word, code in NAMES.items() if known.get(code))


NAMES = {
    COMMISSIONED: "commissioned",
    RAISED: "raised",
    REWRITTEN: "rewritten",
    COMPOSED: "composed",
    ALONE: "alone",
    URGENT: "urgent",
    DIRECT: "direct",
    CONTACT: "contact",
}
