"""Why a file or folder could not be written, and what helps, in words for who typed the verb."""

from __future__ import annotations

import errno

_CAUSES = {
    errno.ENOSPC: "磁盘满了。请腾出空间，再运行一次。",
    errno.EDQUOT: "磁盘配额用完了。请腾出空间，再运行一次。",
    errno.EFBIG: "文件超过了系统允许的大小。请检查系统的限制（ulimit -f）。",
    errno.EROFS: "这里是只读的磁盘。请换一个能写的地方。",
    errno.EACCES: "没有写的权限。请检查文件夹属于谁、谁能写。",
    errno.EPERM: "系统不允许改动这里。请检查文件夹的权限和属性。",
    errno.EBUSY: "它正在使用，或是单独挂载的磁盘，不能整个换掉。请换一个地方。",
    errno.EXDEV: "它和旁边的文件夹不在同一个磁盘，不能一步换进去。请换一个地方。",
    errno.ENOENT: "上一级文件夹不见了。请检查路径。",
    errno.ENOTDIR: "路径里有一段不是文件夹。请检查路径。",
    errno.EISDIR: "那里已有一个同名的文件夹。请换一个名字。",
    errno.ENAMETOOLONG: "名字太长了。请换短一些的名字。",
    errno.EMFILE: "打开的文件太多了。请关闭别的程序，再运行一次。",
    errno.ENOMEM: "内存不够。请关闭别的程序，再运行一次。",
    errno.EIO: "磁盘读写出错。请检查磁盘。",
}
# Of these the program that meets them is innocent.
OF_THE_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENOMEM}
_OTHER = "请检查磁盘空间和权限。"


def told(error: OSError) -> str:
    """The cause and the remedy."""
    return _CAUSES.get(error.errno or 0) or f"系统说：{error.strerror or error}。{_OTHER}"
