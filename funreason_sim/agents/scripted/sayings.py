"""Sayings: phrases whose meaning is not that of their words, and idioms in plain words."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    r"how (?:far|many (?:miles|kilomet\w+|km))|far apart|far away|far is": "distance",
    r"how (?:much|expensive|pricey)": "price",
    r"how (?:many|much) (?:\w+ ){0,2}(?:dollars?|euros?|pounds?|yen|yuan|francs?|rupees?|pesos?|"
    r"rou?bles?)\b": "convert",
    r"how much (?:money |cash |credit )?(?:is |do |does )?(?:i |we |there |it )?(?:is |are )?(?:still )?(?:have|has|"
    r"got|left|remains?|on)\b|(?:(?:can|could) (?:i|we)|(?:i|we) (?:can|could)) (?:still )?spend": "balance",
    r"(?:put|keep|have|place)\s+(?:[\w']+\s+){1,4}on (?:file|record)": "register",
    r"(?:is|are)\s+[\w ']{1,40}worth|what (?:do|does|would|will) [\w$€£.,' -]{1,40}(?:make|come to|amount to|"
    r"get me)": "convert",
    r"(?:sign(?:ed)?|log(?:ged)?|logging|signing)[ -]?(?:me |us )?(?:in|on)\b": "login",
    r"(?:sign|log)(?:ed|ged|ing|ging|s)?[ -]?(?:me |us |myself )?(?:back )?out\b|end(?:ing)? (?:my|the|our) "
    r"(?:\w+ )?session": "logout",
    r"tak(?:e|en|ing)\s+(?:[\w']+\s+){1,4}off\s+(?:of |from )?(?:my|the|our)\b": "remove",
    r"(?:take|taking|get|getting|pay|paying)\s+[$\w., ]{1,30}?\s*out of\b": "withdraw",
    r"(?:pay|paying|put|putting)\s+[$\d][\w., ]{0,30}?\s*into\b": "deposit",
    r"mine\b|my own\b": "person",
    r"(?:take|taking) (?:[\w']+ ){1,3}?away\b|take away\b": "remove",
    r"back(?:ing|ed)? (?:[\w']+ ){0,3}?up\b": "copy",
    r"rais(?:e|ing) (?:an?|this|another) \w+": "create",
    r"how many \w+ (?:there are|are there|(?:[\w ]+ )?(?:has|have|got|received|reached))\b": "count",
    r"(?:take|taking|taken) (?:[\w']+ ){0,3}?back\b": "remove",
    r"post(?:al)? ?codes?": "zip",
    r"call(?:ed|ing)? off|back out of": "cancel",
    r"call(?:ing|ed)?\s+(?:my|the|that|this|our)\s+(?:\w+\s+){1,4}off": "cancel",
    r"(?:top(?:ped|ping)?|fill(?:ed|ing)?|gas(?:sed)?|tank)\s*(?:it |the \w+ |her )?up": "fill fuel",
    r"fuel up|put [\w. ]{1,20}(?:gallons|fuel|gas)": "fill fuel",
    r"set(?:ting)? up": "create register",
    r"(?:make|made|making|place|do) (?:the|a|my|that) (?:booking|reservation)": "reserve",
    r"tak(?:e|es|ing) out (?:[\w']+ ){0,4}?(?:insurance|polic(?:y|ies)|cover(?:age)?|subscription)": "purchase",
    r"get rid of|take off (?:of|from)": "remove",
    r"(?:turn|switch|flick|flip|power)(?:ed|ing|s)?\s+(?:[\w']+\s+){0,4}?on\b": "activate on",
    r"put(?:ting)?\s+(?:(?:the|my|its|that)\s+)?(?:\w+\s+){1,3}on"
    r"(?=\W*$|[,;]|\W+(?:please|and|then|now)\b)": "activate on",
    r"(?:turn|switch|power|shut|kill)(?:ed|ing|s)?\s+(?:[\w']+\s+){0,4}?off\b": "deactivate stop off",
    r"(?:take|let|ease|lift|back|come|get)(?:s|d|ing|ting|ting)?\s+(?:[\w']+\s+){0,4}?off\b|let(?:ting)? go|"
    r"let(?:ting)?\s+(?:\w+\s+){1,3}(?:up|come)\b|stop(?:ping)? (?:pressing|pushing|holding)": "release deactivate off",
    r"put(?:ting)?\s+(?:[\w']+\s+){1,3}?out\b": "deactivate off",
    r"(?:fire|start|crank|rev|wake)(?:ed|ing)?\s+(?:[\w']+\s+){0,3}?up": "start",
    r"get [\w' ]{1,20} (?:going|running|started)": "start activate on",
    r"shut(?:ting)?\s+(?:[\w']+\s+){0,3}?down": "stop",
    r"how fast": "speed",
    r"how (?:hot|cold|warm|chilly)": "temperature",
    r"(?:have|got|is there|there is|there's) enough (?:gas|fuel|petrol|juice)?": "feasible",
    r"(?:make it|get)(?: all the way)? (?:to|there|that far)": "feasible drive",
    r"can (?:i|we|it|my car|the car|she) (?:still )?(?:drive|go|cover|do|manage|reach|make)": "feasible drive distance",
    r"hand ?brake|parking brake|emergency brake|e-?brake": "parking + brake",
    r"air con(?:ditioning|ditioner)?|a/?c\b": "climate",
    r"(?:spending|price|expense|cost) (?:cap|ceiling|limit)": "budget",
    r"at most|no more than|not (?:to )?spend more than|not exceed": "budget",
    r"customer (?:service|care|support)|help ?desk|support (?:team|staff|desk)": "support contact",
    r"get in touch|reach out|drop a line": "contact",
    r"(?:let|tell) (?!me\b|us\b)[\w ]{1,20} know": "contact",
    r"take (?:me|us) to|head(?:ing)? (?:to|for|towards?)|directions? to|guide me|way to": "navigate",
    r"how (?:do|can) i get to": "navigate",
    r"ignition": "start",
    r"who i am|that i am|i'?m who": "verify person",
    r"zip ?codes?": "zip",
    r"check(?:ed|ing)? out": "loan",
    r"tick over|engine going": "start",
}
"""Phrases whose meaning is not that of their words."""

IDIOMS: dict[str, str] = {
    r"(?:the|my|our|your) money back\b|back (?:the|my|our) money\b": "a refund",
    r"(?:without|before) (?:refuel\w*|having to refuel|filling up)(?: again)?|on (?:one|a|this|the current) tank\b": (
        "with the fuel there is"
    ),
    r"(?:last|suffice)s? for\b": "is enough for",
    r"the (?:way|road|stretch) (?=(?:between|from)\b)": "the distance ",
    r"stop(?:ping|ped)? following\b": "unfollow",
    r"mov(?:e|ing) on to\b": "go to",
    r"set(?:ting)? up (?=an?\b)": "create or register ",
    r"what (?!it\b|they\b)((?:the |that )?\w*\s*)says?\b": r"the contents of \1",
    r"(?:start|begin)(?:ning|ing)? (?:to follow|following)\b": "follow",
}
"""Idioms and what they say in plain words."""
