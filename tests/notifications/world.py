"""What the tests of notifications share: kinds of their own."""

from randa.core.notifications.kinds import Channel, Kind, register

NEWS = register(Kind("test.news", "Nyheter")).key
ASKS = register(Kind("test.asks", "Frågor", remind_days=7)).key
OFFER = register(Kind("test.offer", "Erbjudanden", Channel.INSTANT)).key
ALARM = register(Kind("test.alarm", "Larm", Channel.INSTANT, mandatory=True, breaks_quiet=True)).key
SECRET = register(Kind("test.secret", "Bedömningar", private=True)).key
QUIET = register(Kind("test.quiet", "Bara i Randa", Channel.OFF)).key
