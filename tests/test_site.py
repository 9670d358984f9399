from chalicelib.site import Site


def test_a_site_learns_its_address_from_the_gateways_context() -> None:
    site = Site()
    site.learn({"domainName": "abc.example.cn", "path": "/api/wechat"}, "/wechat")
    assert site.address == "https://abc.example.cn/api"


def test_under_its_own_domain_nothing_stands_before_the_path() -> None:
    site = Site()
    site.learn({"domainName": "lib.example.cn", "path": "/wechat"}, "/wechat")
    assert site.address == "https://lib.example.cn"


def test_an_address_from_the_settings_stays() -> None:
    site = Site("http://127.0.0.1:8000/")
    site.learn({"domainName": "abc.example.cn", "path": "/api/wechat"}, "/wechat")
    assert site.address == "http://127.0.0.1:8000"


def test_a_context_without_a_domain_teaches_nothing() -> None:
    site = Site()
    site.learn({"path": "/wechat"}, "/wechat")
    assert site.address == ""
