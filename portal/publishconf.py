"""公开发布时的设置：先用 pelicanconf.py，再加上网站的公开地址。"""

import os
import sys
from pathlib import Path

# 旁边的 pelicanconf.py 要这样才找得到。
sys.path.insert(0, str(Path(__file__).parent))

from pelicanconf import *  # noqa: F403

# 网站的公开地址，发布时由环境变量给出，如 https://www.example.org/portal
GONGKAI_SITE_URL = os.environ.get("GONGKAI_SITE_URL", "")
# 公开发布：编写的示例不放进去。
GONGKAI_PUBLISH = True
