"""The parts of the platform, put together."""

from dataclasses import dataclass
from pathlib import Path

from local.wechat_platform.clock import SteeredClock
from local.wechat_platform.config import PlatformConfig
from local.wechat_platform.console import Console
from local.wechat_platform.courier import Courier
from local.wechat_platform.diary import Diary
from local.wechat_platform.faults import Faults
from local.wechat_platform.journal import Journal
from local.wechat_platform.logins import Logins
from local.wechat_platform.media import MediaShelf
from local.wechat_platform.menus import Menus
from local.wechat_platform.phone import Phone
from local.wechat_platform.qrcodes import SceneCodes
from local.wechat_platform.quotas import Quotas
from local.wechat_platform.readers import Readers
from local.wechat_platform.replies import Judge
from local.wechat_platform.templates import Templates
from local.wechat_platform.tokens import Tokens
from local.wechat_platform.windows import Windows


@dataclass(frozen=True)
class Platform:
    config: PlatformConfig
    clock: SteeredClock
    readers: Readers
    diary: Diary
    windows: Windows
    media: MediaShelf
    menus: Menus
    console: Console
    codes: SceneCodes
    templates: Templates
    faults: Faults
    courier: Courier
    phone: Phone
    tokens: Tokens
    logins: Logins
    quotas: Quotas
    api_log: Journal

    def reset(self) -> None:
        """As just started, but for the clock and what is on its way."""
        self.readers.clear()
        self.diary.clear()
        self.windows.clear()
        self.media.clear()
        self.menus.delete()
        self.console.clear()
        self.codes.clear()
        self.templates.clear()
        self.faults.clear()
        self.courier.log.clear()
        self.courier.mark_fail.clear()
        self.tokens.clear()
        self.logins.clear()
        self.quotas.clear()
        self.api_log.clear()


def build(config: PlatformConfig, clock: SteeredClock | None = None) -> Platform:
    steered = clock or SteeredClock(Path(config.clock_file) if config.clock_file else None)
    readers, faults, menus = Readers(config.app_id), Faults(), Menus()
    diary, windows = Diary(steered.now), Windows(steered.now)
    media, codes = MediaShelf(steered.now), SceneCodes(steered.now)
    return Platform(
        config=config,
        clock=steered,
        readers=readers,
        diary=diary,
        windows=windows,
        media=media,
        menus=menus,
        console=Console(),
        codes=codes,
        templates=Templates(steered.now),
        faults=faults,
        courier=Courier(config, steered, diary, faults, Judge(config.original_id, media)),
        phone=Phone(
            account=config.original_id,
            own_url=f"http://127.0.0.1:{config.port}",
            clock=steered,
            readers=readers,
            diary=diary,
            windows=windows,
            media=media,
            menus=menus,
            codes=codes,
            faults=faults,
        ),
        tokens=Tokens(steered.now),
        logins=Logins(steered.now),
        quotas=Quotas(steered.now, config.daily_quotas),
        api_log=Journal(),
    )
