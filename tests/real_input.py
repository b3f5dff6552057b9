"""The longest complaint of all: what people really type, in every script, with every trap."""

ENGLISH = (
    "Since the branch meeting in June I have been sent messages by people I have never met. "
    "They say that I am paid by a foreign country & that “my sort” should leave the party. "
)
WELSH = (
    "Ers y cyfarfod ym mis Mehefin rwyf wedi derbyn negeseuon gan bobl nad wyf yn eu "
    "hadnabod. Dywedodd un ohonynt na ddylwn siarad Cymraeg yn y cyfarfod, ŵyr neb pam. "
)
HEBREW = "מאז האסיפה ביוני אני מקבלת הודעות מאנשים שאינני מכירה. הם כותבים שאינני שייכת לכאן. "
ARABIC = "منذ الاجتماع في يونيو أتلقى رسائل من أشخاص لا أعرفهم. يكتبون أنني لا أنتمي إلى هنا. "
EMOJI = "They sent 🐍🐍 and 👩‍👩‍👧, then 🏴󠁧󠁢󠁷󠁬󠁳󠁿 crossed out, ☎️ at night :rage: "
# Marks that turn the direction of writing, a character without width, controls, a NUL.
UNSEEN = (
    "name \u202egnorw si siht\u202c, \u2066isolated\u2069, \u200frtl\u200e, pass\u200bword, "
    "\x00\x07\x1b[31m "
)
SLACK = (
    "<!channel> <!here> <@U0LEADER> <#C0TRIAGE|triage> <https://example.org|harmless> "
    "&lt;script&gt; &amp;lt; & < > *bold* _italics_ ~struck~ `code` ```block``` > quote "
    "<!date^0^{date}|never> @here #triage \t tab \\n \\u202e %s {0} ${HOME} '; DROP "
    "TABLE x; -- "
)
LINKS = tuple(f"https://example.org/p/{number:03}" for number in range(300))

_START = "\n".join((ENGLISH, WELSH, HEBREW, ARABIC, EMOJI, UNSEEN, SLACK, *LINKS, ""))
_LENGTH = 12_000


def _whole() -> str:
    more = (ENGLISH + HEBREW + EMOJI + WELSH + UNSEEN + ARABIC + SLACK) * _LENGTH
    return (_START + more)[: _LENGTH - 1] + "."


LONG = _whole()
"""12,000 characters, as Python counts: to be kept exactly, and shown without effect."""
