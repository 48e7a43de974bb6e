"""Lists where sites and themes have their articles, and what on a page is not text.

A selector is `#id`, `.class`, `.class.class` or the name of a tag.
"""


def part_words(text: str) -> tuple[str, ...]:
    """The words of a table that is written as text."""
    return tuple(text.split())


ROOTS = part_words("""
    #content_views #article_content
    .RichText.ztext .Post-RichText
    .article-viewer #article-root
    #cnblogs_post_body
    ._2rhmJa .show-content-free .show-content
    .article-content .fmt
    #js_content .rich_media_content
    .markdown-body
    .vp-doc .theme-default-content .content__default
    .theme-doc-markdown .markdown
    .post-body .article-entry .post-content #post-content
    .entry-content
    .article--viewer_content .article--viewer
""")
"""Where the article is, the surest first. The rows are CSDN, Zhihu, Juejin, cnblogs, Jianshu, SegmentFault,
WeChat, GitHub, VuePress, Docusaurus, Hexo, WordPress, GeeksforGeeks and Medium; a new site is a new row."""

ANY_ROOTS = part_words("article main .article #content .content #main")
"""Where any other site may have it: such an element must hold half of the text of the page."""

NOISE = frozenset(
    part_words("""
    nav aside footer form iframe button select textarea dialog object embed noscript template frame noframes
    title
    .nav .navbar .sidebar .breadcrumb .breadcrumbs .pagination .pagination-nav .skip-link .visually-hidden
    .sr-only
    .toc #toc .table-of-contents .toc-container .article-toc .markdownIt-TOC .ez-toc-container
    #comments .comments .comment-list .comment-area .comment-box #comment_form
    .related .related-posts .related-articles .recommend .recommend-box .jp-relatedposts
    .article--recommended
    .share .social-share .sharedaddy .qrcode .reward .reward_area .Reward .donate #js_pc_qr_code .login-mark
    .copyright .post-copyright .advertisement .ads .adsbygoogle .ad .extension-banner .insert-baidu-box
    .header-anchor .headerlink .anchorjs-link .hash-link .mw-editsection .octicon
    .post-meta .meta-info .article-meta .last_updated .postDesc #blog_post_info_block .LinkCard-meta
    .image-caption
    .post-tags .blog-tags-box .post-nav .post-footer .site-footer .site-header .article-bottom-text
    .article-pgnavi
    .copy-btn .copy-code-button .btn-copy .copyBtn .hljs-button clipboard-copy .zeroclipboard-container
    .opt-box
    .pre-numbering .line-numbers-wrapper .line-numbers-rows .hljs-ln-numbers .hide-preCode-box .code-block
    #csdn-toolbar .article-info-box .blog_container_aside .csdn-side-toolbar .blog-footer-bottom
    .hide-article-box
    .more-toolbox-new .RichContent-actions .article-suspended-panel ._13lIbp .wp-block-buttons
    .speechify-ignore
    """)
)
"""What is not text: the frame of a page, contents, comments, teasers, shares, advertisements, anchors, what a
post says of itself, controls beside code, and what single sites have."""
