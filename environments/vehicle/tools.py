"""A car's controls: doors, engine, brakes, fuel, climate, lights, tires, navigation and trip distances.

Quirks kept from the benchmark:

- Stopping the engine is asked for as starting is: it stops, then doors and pedal are looked at, and STOP is no mode.
- Doors named before an unknown one are locked or unlocked all the same; doors that are left out count as open.
- A cruising speed that is not allowed is refused after the gap to the car ahead was set.
- The engine starts with an empty tank: only less than no fuel is too little.
- The temperature is answered in the unit that was asked for, and kept and shown in degrees Celsius; so are words that
  are no unit. Modes of the air conditioning may be any words.
- The pedal's force is answered as a decimal number, and shown as the number that was given makes it: 1000 or 1000.0.
- The parking brake always reports a slope of ten degrees, and automatic headlights are off.
- The weather site never answers, the speedometer shows any speed, and the only tire shop is in Rivermist.
- Tires are healthy by the mean of the four, whatever each has. A city that is not on record has the zip code 00000.

Of our own: a temperature or an amount that no number can hold in the other unit is refused.
"""

from .body import (
    adjustClimateControl,
    check_tire_pressure,
    display_log,
    displayCarStatus,
    find_nearest_tire_shop,
    lockDoors,
    setHeadlights,
)
from .driving import (
    activateParkingBrake,
    fillFuelTank,
    get_current_speed,
    pressBrakePedal,
    releaseBrakePedal,
    setCruiseControl,
    startEngine,
)
from .trip import (
    estimate_distance,
    estimate_drive_feasibility_by_mileage,
    gallon_to_liter,
    get_outside_temperature_from_google,
    get_outside_temperature_from_weather_com,
    get_zipcode_based_on_city,
    liter_to_gallon,
    set_navigation,
)

__all__ = [  # noqa: RUF022 - in the order in which models read them
    "startEngine",
    "fillFuelTank",
    "lockDoors",
    "adjustClimateControl",
    "get_outside_temperature_from_google",
    "get_outside_temperature_from_weather_com",
    "setHeadlights",
    "displayCarStatus",
    "activateParkingBrake",
    "pressBrakePedal",
    "releaseBrakePedal",
    "setCruiseControl",
    "get_current_speed",
    "display_log",
    "estimate_drive_feasibility_by_mileage",
    "liter_to_gallon",
    "gallon_to_liter",
    "estimate_distance",
    "get_zipcode_based_on_city",
    "set_navigation",
    "check_tire_pressure",
    "find_nearest_tire_shop",
]
