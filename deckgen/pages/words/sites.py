"""Lists where sites have their articles and their noise; a new site is one new entry."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """A site or a theme: `roots` select the article, best first; `noise` selects what is not its text.

    A selector is `#id`, `.class`, `.class.class` or the name of a tag.
    """

    name: str
    roots: tuple[str, ...]
    noise: tuple[str, ...] = ()


SITES = (
    Site(
        "CSDN",
        ("#content_views", "#article_content"),
        (
            *(
                "#csdn-toolbar",
                ".article-info-box",
                ".blog-tags-box",
                ".toc",
                ".hide-preCode-box",
                ".opt-box",
            ),
            *(".recommend-box", ".insert-baidu-box", ".comment-box", ".login-mark", ".blog_container_aside"),
            *(".csdn-side-toolbar", ".blog-footer-bottom", ".hide-article-box", ".more-toolbox-new"),
        ),
    ),
    Site(
        "Zhihu", (".RichText.ztext", ".Post-RichText"), (".LinkCard-meta", ".RichContent-actions", ".Reward")
    ),
    Site("Juejin", (".article-viewer", "#article-root"), (".article-suspended-panel", ".extension-banner")),
    Site("cnblogs", ("#cnblogs_post_body",), (".postDesc", "#blog_post_info_block", "#comment_form")),
    Site("Jianshu", ("._2rhmJa", ".show-content-free", ".show-content"), (".image-caption", "._13lIbp")),
    Site("SegmentFault", (".article-content", ".fmt")),
    Site("WeChat", ("#js_content", ".rich_media_content"), (".reward_area", "#js_pc_qr_code")),
    Site("GitHub", (".markdown-body",), (".octicon", "clipboard-copy", ".zeroclipboard-container")),
    Site(
        "VuePress",
        (".vp-doc", ".theme-default-content", ".content__default"),
        (".header-anchor", ".table-of-contents"),
    ),
    Site("Docusaurus", (".theme-doc-markdown", ".markdown"), (".hash-link", ".pagination-nav")),
    Site(
        "Hexo",
        (".post-body", ".article-entry", ".post-content", "#post-content"),
        (".post-copyright", ".post-nav", ".headerlink"),
    ),
    Site(
        "WordPress",
        (".entry-content", ".post-content"),
        (".sharedaddy", ".jp-relatedposts", ".code-block", ".wp-block-buttons"),
    ),
    Site(
        "GeeksforGeeks",
        (".article--viewer_content", ".article--viewer"),
        (
            ".article-bottom-text",
            ".article-meta",
            ".last_updated",
            ".article--recommended",
            ".article-pgnavi",
        ),
    ),
    Site("Medium", ("article",), (".speechify-ignore",)),
    Site("any", ("article", "main", ".article", "#content", ".content", "#main")),
)

NOISE = frozenset(
    (
        *(
            "nav",
            "aside",
            "footer",
            "form",
            "iframe",
            "button",
            "select",
            "textarea",
            "dialog",
            "object",
            "embed",
            "noscript",
            "template",
            "frame",
            "noframes",
            "title",
        ),
        *(
            ".nav",
            ".navbar",
            ".sidebar",
            ".breadcrumb",
            ".breadcrumbs",
            ".pagination",
            ".toc",
            ".table-of-contents",
        ),
        *(
            "#toc",
            ".toc-container",
            ".article-toc",
            ".markdownIt-TOC",
            ".ez-toc-container",
            "#comments",
            ".comments",
        ),
        *(".comment-list", ".comment-area", ".related", ".related-posts", ".related-articles", ".recommend"),
        *(
            ".share",
            ".social-share",
            ".copyright",
            ".advertisement",
            ".ads",
            ".adsbygoogle",
            ".ad",
            ".header-anchor",
        ),
        *(
            ".headerlink",
            ".anchorjs-link",
            ".hash-link",
            ".copy-btn",
            ".copy-code-button",
            ".btn-copy",
            ".post-meta",
        ),
        *(
            ".meta-info",
            ".qrcode",
            ".reward",
            ".donate",
            ".post-tags",
            ".post-footer",
            ".site-footer",
            ".site-header",
        ),
        *(
            ".pre-numbering",
            ".line-numbers-wrapper",
            ".line-numbers-rows",
            ".hljs-ln-numbers",
            ".hljs-button",
            ".copyBtn",
            ".skip-link",
            ".visually-hidden",
            ".sr-only",
            ".mw-editsection",
        ),
    )
)
"""Selectors of noise on every site."""
