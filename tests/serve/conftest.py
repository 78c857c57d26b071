"""A page that is served for the tests of one file, and somebody who asks it with nothing open."""

from __future__ import annotations

import pytest

from tests.cli.conftest import run
from tests.serve.test_service import Browser
from tests.tools import browser as tool

__all__ = ["run"]


@pytest.fixture(scope="module")
def url():
    with tool.service() as (address, _):
        yield address


@pytest.fixture
def page(url):
    browser = Browser(url)
    browser.ask("/forget", id="*")
    return browser


@pytest.fixture(scope="module")
def chromium():
    with tool.chromium() as driver:
        yield driver
