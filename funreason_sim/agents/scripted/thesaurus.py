"""General English: which words mean nearly the same, which are verbs of asking, and which carry nothing.

Nothing here names a tool, a parameter or a value of any environment; it is what a reader brings along.
"""

from __future__ import annotations


def lexicon(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


GROUPS: dict[str, str] = {
    "vehicle": "car vehicle auto automobile truck ride",
    "purchase": "buy purchase order acquire bought shop",
    "reserve": "book reserve reservation booking ticket seat fly",
    "flight": "flight fly plane airline airfare seat ticket flying trip travel",
    "travel": "travel trip journey traveler traveller",
    "price": "cost price airfare quote quotation expense charge pricey expensive rate run pay amount",
    "cancel": "cancel cancellation scrap abort drop revoke undo refund",
    "start": "start ignite begin launch boot crank ignition run running fire",
    "stop": "stop kill halt end shut finish",
    "activate": "activate enable engage apply enabled",
    "deactivate": "deactivate disable disengage disabled",
    "temperature": "temperature degree hot cold warm cool weather celsius fahrenheit chilly heat",
    "climate": "climate cabin air conditioning conditioner ac heating heater interior cool warm cozy",
    "outside": "outside outdoors outdoor exterior",
    "fill": "fill refill refuel load pour fuel pump add top",
    "fuel": "fuel gas gasoline petrol tank refuel",
    "navigate": "navigate navigation route direction guide gps steer destination",
    "distance": "distance far apart mile kilometer length separate away mileage",
    "lock": "lock secure latch",
    "unlock": "unlock open",
    "convert": "convert conversion exchange change swap translate equal equivalent turn worth",
    "currency": "currency money euro dollar pound yen cash yuan ruble rupee franc rand",
    "insurance": "insurance insure coverage policy protection protect cover",
    "balance": "balance remain remaining funds available left",
    "card": "card visa mastercard amex credit debit payment plastic",
    "invoice": "invoice receipt bill statement",
    "support": "support helpdesk assistance service agent",
    "contact": "contact reach message write email complain tell notify ask",
    "verify": "verify verification confirm validate identity proof valid",
    "check": "check inspect examine measure look",
    "light": "light headlight lamp beam",
    "tire": "tire tyre wheel",
    "store": "shop store garage workshop mechanic dealer outlet",
    "near": "near nearest nearby close closest local nearby",
    "zip": "zip zipcode postal postcode",
    "code": "code identifier id",
    "airport": "airport airfield hub terminal",
    "login": "login authenticate authentication authenticated credential session signed logged authorize account",
    "budget": "budget limit cap ceiling allowance spending maximum",
    "year": "year annual fiscal",
    "history": "history past previous record list overview",
    "feasible": "feasible feasibility enough possible reach manage suffice range can able cover",
    "drive": "drive mileage trip travel journey driving",
    "speed": "speed fast quick pace velocity mph",
    "volume": "gallon liter litre volume",
    "log": "log print echo message display note",
    "register": "register add enroll save enrol signup store link",
    "remove": "remove delete erase discard",
    "create": "create make new open add write compose",
    "send": "send post dispatch submit deliver forward",
    "set": "set adjust configure change put make switch tune",
    "press": "press push depress step hit stomp slam apply",
    "release": "release free lift loosen disengage",
    "engage": "engage apply set activate pull",
    "status": "status state condition level reading report doing",
    "person": "person traveler traveller passenger user customer member patron",
    "name": "name call title",
    "city": "city town place municipality location",
    "place": "place location address destination spot",
    "list": "list all every which available enumerate everything",
    "item": "item product article good",
    "stock": "stock inventory available availability supply",
    "loan": "loan borrow lend checkout lent",
    "return": "return bring back",
    "renew": "renew extend prolong",
    "search": "search find look seek browse locate lookup",
    "due": "due overdue late deadline owe",
    "fee": "fee fine penalty charge owe",
    "hold": "hold reserve reservation queue",
    "author": "author writer written wrote",
    "book": "book volume title novel copy",
    "schedule": "schedule calendar appointment meeting event plan",
    "update": "update change edit modify revise raise lower increase decrease",
    "cart": "cart basket trolley",
    "refund": "refund reimburse reimbursement",
    "ship": "ship shipping delivery deliver send dispatch",
    "track": "track tracking follow locate where",
    "discount": "discount coupon promo voucher deal",
    "ticket": "ticket issue case",
    "member": "member membership patron card",
    "room": "room chamber suite",
    "thermostat": "thermostat temperature heating",
    "current": "current now right present moment",
    "door": "door gate hatch",
    "brake": "brake handbrake",
    "parking": "parking handbrake park",
    "cruise": "cruise cruising steady constant",
    "pressure": "pressure psi inflation inflate inflated",
    "fast": "fast quick",
    "full": "full fully completely wholly entirely floor",
    "traveler": "traveler traveller passenger",
    "transfer": "transfer move wire",
    "folder": "folder directory subfolder",
    "file": "file document",
    "copy": "copy duplicate backup",
    "end": "end bottom last tail",
    "differ": "differ difference different compare diff differing",
    "size": "size space usage disk big",
    "sum": "sum total add plus",
    "subtract": "subtract minus difference less subtraction",
    "multiply": "multiply times product multiplication",
    "divide": "divide quotient ratio over division",
    "mean": "mean average",
    "minimum": "minimum min smallest lowest least",
    "maximum": "maximum max largest highest greatest biggest",
    "power": "power exponent raise",
    "percentage": "percentage percent share",
    "logarithm": "logarithm log",
    "deposit": "deposit fund",
    "withdraw": "withdraw withdrawal",
    "sell": "sell sale",
    "comment": "comment reply",
    "publish": "publish post tweet share",
    "statistics": "statistics stats stat statistic number",
    "resolve": "resolve solve fix resolution",
    "logout": "logout signout leave",
    "alert": "alert notify notification warn",
    "follow": "follow following",
    "imperial": "imperial us",
    "count": "count tally",
    "write": "write save overwrite store",
    "metric": "metric si",
}
"""Concepts: words that people use for each other. A word may belong to several."""

STOP = lexicon(
    """
    a an the this that these those it its it's they them their there here i i'd i'll i'm i've me my mine we us our
    you your he she his her him and or but nor so if then than as at by for from in into of off on onto out over per
    to up upon with within without between about above across after again against along also am are be been being
    can could did do does doing done had has have having is isn't just let let's lets may maybe might more most much
    must need needs needed no not now one only other own please same shall should some such thank thanks too under
    until very want wanted wants was were what what's when where which while who whom why will would whether how
    like know tell give kindly hi hello hey dear ok okay well oh um real quick quickly wondering curious possible
    able ahead go going got get gets getting hope hoping appreciate any anything something everything right sure
    great good nice day bit really actually basically right away soon come comes coming first next finally later
    afterwards afterward before once done all both each every already still even back sort figure time way thing
    kind try make sure would love glad mind handle take care deal help find help
    """
)
"""Words that carry no topic."""

READING = lexicon(
    """
    check show list display view see look find search tell read retrieve fetch pull compute calculate work estimate
    convert verify confirm validate count compare report inspect lookup what what's how is are does do which who
    when where whether know learn determine figure measure track review print say remind curious wonder wondering
    was were can query describe summarize summarise double multiply divide subtract round filter sort locate
    """
)
"""Words a question opens with."""

CHANGING = lexicon(
    """
    book buy purchase reserve cancel delete remove set change adjust update turn start stop lock unlock open close
    press release fill refuel register add create send post pay return borrow renew activate deactivate engage
    disengage put switch apply contact login log authenticate authorize raise lower place order rent hire insure
    fire shut crank refill push reach write message submit file move transfer save link enroll upgrade top pump step
    hit slam cap limit navigate guide steer route charge schedule secure checkout ship drop scrap kill power take
    make let bring reset cover protect arm disarm play pause assign invite copy duplicate rename shift erase
    overwrite publish share comment mention follow unfollow deposit withdraw fund sell resolve edit reply raise
    notify retweet include
    """
)
"""Verbs that ask for a change."""

OPENING = (
    READING
    | CHANGING
    | lexicon(
        """
    get give need want grab arrange handle please could would will may might should i'd let's let lets go try use
    keep help note exchange run kindly must have having pick select choose call ask sign enter program log provide
    assess identify locate gauge obtain request perform carry complete finish mark rate warm cool heat engage swap
    translate swing dial bump get plan kick flip flick get's prepare sort organize organise sync test sum
    """
    )
)
"""Words that a clause which asks for something may begin with."""

IRREGULAR: dict[str, str] = {
    "bought": "buy",
    "sent": "send",
    "paid": "pay",
    "found": "find",
    "made": "make",
    "took": "take",
    "taken": "take",
    "driven": "drive",
    "fare": "airfare",
    "fares": "airfare",
    "drove": "drive",
    "spent": "spend",
    "told": "tell",
    "ran": "run",
    "gone": "go",
    "went": "go",
    "flew": "fly",
    "flown": "fly",
    "written": "write",
    "wrote": "write",
    "lent": "lend",
    "held": "hold",
    "shown": "show",
    "chosen": "choose",
    "people": "person",
    "feet": "foot",
    "children": "child",
    "tyre": "tire",
    "tyres": "tire",
    "litre": "liter",
    "litres": "liter",
    "kilometre": "kilometer",
    "kilometres": "kilometer",
    "km": "kilometer",
    "kms": "kilometer",
    "mi": "mile",
    "colour": "color",
    "centre": "center",
    "cheque": "check",
    "gal": "gallon",
    "kph": "mph",
    "shut": "shut",
    "authentication": "authenticate",
    "insured": "insure",
    "bookings": "booking",
    "settings": "setting",
    "ids": "id",
    "traveller": "traveler",
    "travellers": "traveler",
    "registration": "register",
    "received": "receive",
    "won": "win",
    "begun": "begin",
    "lit": "light",
    "licence": "license",
    "cancelled": "cancel",
    "cancelling": "cancel",
    "traveling": "travel",
    "travelling": "travel",
    "pricing": "price",
    "using": "use",
    "conversion": "convert",
    "dollars": "dollar",
    "news": "news",
    "gas": "gas",
    "overdue": "overdue",
    "insurer": "insure",
    "multiplied": "multiply",
    "multiplying": "multiply",
    "multiplies": "multiply",
}
"""Words whose stem no rule finds."""  # fmt: skip

THINGS = lexicon("card reserve flight insurance item order ticket book member account loan travel")
"""Concepts of things that people have, and that ids stand for."""
