"""Addresses of the dimensioning pages, one list per subject."""

from randa.dimensioning.urls_claims import urlpatterns as claim_urls
from randa.dimensioning.urls_forecast import forecast_urls
from randa.dimensioning.urls_overview import overview_urls
from randa.dimensioning.urls_plan import plan_urls

app_name = "dimensioning"
urlpatterns = [*overview_urls, *plan_urls, *forecast_urls, *claim_urls]
