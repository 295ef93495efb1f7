"""门户的设置。没有写的，用程序的默认值；公开发布时另外要的，在 publishconf.py 里。"""

# 网站的名称，每一页上都有；政府网站写登记的名称。
SITENAME = "政务公开任务"
# 读者发现网页上有错，找谁；空着，网页上就没有这一行。
GONGKAI_CONTACT = ""
# 找他的网址，或 mailto: 开头的邮箱。
GONGKAI_CONTACT_URL = ""
# 只有登记过的政府网站才写 True，另外还要写 GONGKAI_OFFICIAL_SITE，见 README.zh-CN.md 的“政府网站”。
GONGKAI_OFFICIAL = False

# 日期按北京时间。
TIMEZONE = "Asia/Shanghai"
# 网站由它生成，不要删去。
PLUGINS = ["gongkai"]
