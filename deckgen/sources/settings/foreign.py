"""Lists the names that other programs write into front matter."""

_OF_PROGRAMS = {
    # https://help.obsidian.md/properties, with the deprecated ones, and what its plugins Linter and Templater
    # and "Update time on edit" write.
    "Obsidian": """
        alias aliases cssclass cssclasses publish permalink description image cover
        created updated modified date-created date-modified
    """,
    # https://jekyllrb.com/docs/front-matter and /docs/posts, and https://just-the-docs.com/docs/navigation
    "Jekyll": """
        layout title permalink published date category categories excerpt excerpt_separator
        render_with_liquid sitemap author toc nav_order nav_exclude parent grand_parent has_children has_toc
    """,
    # https://gohugo.io/content-management/front-matter
    "Hugo": """
        title date draft aliases build cascade description expirydate headless iscjklanguage keywords lastmod
        layout linktitle markup menu menus modified outputs params pubdate publishdate published resources
        sitemap slug summary translationkey type unpublishdate url weight categories series authors
    """,
    # https://docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-docs and plugin-content-blog
    "Docusaurus": """
        id title title_meta hide_title hide_table_of_contents toc_min_heading_level toc_max_heading_level
        sidebar_label sidebar_position sidebar_class_name sidebar_custom_props sidebar_key displayed_sidebar
        pagination_label pagination_next pagination_prev parse_number_prefixes custom_edit_url keywords
        description image slug draft unlisted last_update authors author author_title author_url
        author_image_url date
    """,
    # https://hexo.io/docs/front-matter, and what its themes Butterfly, Fluid and NexT read
    "Hexo": """
        layout title date updated comments categories permalink excerpt disablenunjucks lang published
        cover top top_img abbrlink mathjax katex toc sticky copyright keywords description
    """,
    # https://vitepress.dev/reference/frontmatter-config
    "VitePress": """
        title titletemplate description head layout hero features navbar sidebar aside outline lastupdated
        editlink footer pageclass prev next ishome
    """,
}

NAMES = frozenset(name for names in _OF_PROGRAMS.values() for name in names.split())


def is_foreign(name: str) -> bool:
    """Whether a name is one of another program; Hugo ignores case, and Linter writes spaces."""
    return name.lower().replace(" ", "-") in NAMES
