"""Settings for building on one's own machine. publishconf.py changes what a public site needs."""

SITENAME = "政务公开任务"
SITEURL = ""
DEFAULT_LANG = "zh-CN"
TIMEZONE = "Asia/Shanghai"

PATH = "content"
PAGE_PATHS = ["pages"]
PAGE_URL = PAGE_SAVE_AS = "{slug}.html"
OUTPUT_PATH = "output"
DELETE_OUTPUT_DIRECTORY = True
RELATIVE_URLS = True
THEME = "theme"
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["gongkai"]

# This is not a blog: no articles, no archives, no feeds of them.
ARTICLE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
# What editors and systems drop is no page and no file of the site.
IGNORE_FILES = [".*", "*~", "~$*", "#*#", "*.bak", "*.orig", "*.swp", "*.tmp", "Thumbs.db", "desktop.ini"]
DIRECT_TEMPLATES: list[str] = []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

# The folder of plans, registers and ledgers.
GONGKAI_DATA = "data"
# The date that badges are judged on, as 2026-11-20; empty: SOURCE_DATE_EPOCH, else today.
GONGKAI_AS_OF = ""
# The full address of the published site, for sitemap.xml and canonical links.
GONGKAI_SITE_URL = "http://localhost:8000"
GONGKAI_PUBLISH = False
# Whether made-up places are shown too; `serve` shows them.
GONGKAI_DEMONSTRATIONS = False
# Whom readers may write to about mistakes on this site; empty: the line is left out.
GONGKAI_CONTACT = ""
GONGKAI_CONTACT_URL = ""
# Only for the registered site of a government body: docs/settings.md lists what it must then state.
GONGKAI_OFFICIAL = False
GONGKAI_OFFICIAL_SITE: dict[str, str] = {}
# Sites of one's own network that `scout` may look at, as host:port, with blanks between them.
GONGKAI_SCOUT_INTRANET = ""
# How many processes make a site; 0: as many as this machine has processors, where there is enough to do.
GONGKAI_PROCESSES = 0
# Who makes it instead, other machines for example: module:function, which gives a concurrent.futures.Executor.
GONGKAI_EXECUTOR = ""
