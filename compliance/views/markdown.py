"""House texts written in Markdown, as safe HTML. nh3 cleans what markdown-it made."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "code", "pre", "blockquote", "hr", "br",
        "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip


def to_html(text: str) -> SafeString:
    """The text as HTML: no raw HTML, no style, no script; titles go one step down, under the page's h1."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 4)}"
    html = parser.renderer.render(tokens, parser.options, {})
    return mark_safe(nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}))
