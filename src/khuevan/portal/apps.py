from django.apps import AppConfig

WEATHER_SECONDS = 15 * 60


class PortalConfig(AppConfig):
    name = "khuevan.portal"
    label = "portal"

    def ready(self) -> None:
        from khuevan.core import periodic
        from khuevan.portal import weather

        periodic.every(WEATHER_SECONDS, "portal.weather", weather.refresh)
