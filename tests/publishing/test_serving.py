"""A page that is open in the preview shows what has been saved by itself, or what is wrong with it."""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from helpers.builders import PLAN
from playwright.sync_api import expect


@contextmanager
def served(project, port):
    environment = {**os.environ, "PYTHONPATH": str(project.own_program())}
    command = [sys.executable, "-m", "gongkai", "serve", "--port", str(port)]
    started = subprocess.Popen(command, cwd=project.root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield next(re.findall(r"http://127\.0\.0\.1:\d+/", line)[0] for line in started.stdout if "请在浏览器打开" in line)
    finally:
        started.send_signal(signal.SIGINT)
        started.communicate(timeout=60)


@pytest.fixture
def page(browser):
    page = browser.new_page()
    yield page
    page.close()


def test_open_page_shows_what_is_saved_what_is_wrong_that_it_is_mended_and_what_is_recorded(project, page):
    said = []
    page.on("console", lambda message: said.append(message.text))
    with served(project, 8767) as address:
        page.goto(f"{address}shili/2025/index.html")
        problems = page.get_by_role("alert")
        # Until it looks, a change goes unseen.
        page.wait_for_timeout(2000)

        project.data.replace(PLAN, "title: 示例县", "title: 新的示例县")
        expect(page.get_by_text("新的示例县").first).to_be_attached(timeout=30_000)
        expect(problems).to_have_count(0)

        project.data.replace(PLAN, "title: 新的", "titel: 新的")
        expect(problems).to_contain_text("data/shili/2025/plan.yaml:", timeout=30_000)
        expect(page.get_by_text("新的示例县").first).to_be_attached()

        project.data.replace(PLAN, "titel: 新的", "title: 新的")
        expect(problems).to_have_count(0, timeout=30_000)

        # What is recorded at the desk is on the site when its answer comes.
        page.goto(f"{address}shili/2025/tasks/2.1.2.html")
        page.get_by_role("link", name="登记一条").click()
        page.get_by_role("link", name="说明", exact=True).click()
        page.get_by_label("内容").fill("已在起草")
        page.get_by_role("button", name="下一步").click()
        page.get_by_role("button", name="写入").click()
        expect(page.get_by_text("网站已经更新")).to_be_visible(timeout=60_000)
        page.get_by_role("link", name="看这项任务的网页").click()
        expect(page.get_by_text("已在起草").first).to_be_attached()
    # Nothing that the page's own policy forbids.
    assert said == []


@pytest.mark.sweep
def test_program_that_has_changed_starts_anew_and_goes_on_with_the_open_page(project, page):
    with served(project, 8769) as address:
        page.goto(f"{address}shili/2025/index.html")
        page.wait_for_timeout(2000)

        project.append("plugins/gongkai/pages/wording.py", "\n1 /\n")
        expect(page.get_by_role("alert")).to_contain_text("wording.py", timeout=30_000)

        project.replace("plugins/gongkai/pages/wording.py", "\n1 /\n", "")
        expect(page.get_by_role("alert")).to_have_count(0, timeout=30_000)

        # What takes over hears of what is saved now.
        project.data.replace(PLAN, "title: 示例县", "title: 新的示例县")
        expect(page.get_by_text("新的示例县").first).to_be_attached(timeout=30_000)
