-- One car. What the driver gives stands in ANY columns: 5 stays 5 and 5.0 stays 5.0, and no text is made of it.
CREATE TABLE car(
    id INTEGER PRIMARY KEY CHECK (id = 1),
    fuel_level ANY NOT NULL,             -- gallons
    battery_voltage ANY NOT NULL,        -- volts
    engine_state TEXT NOT NULL CHECK (engine_state IN ('running', 'stopped')),
    ac_temperature ANY NOT NULL,         -- degrees Celsius
    fan_speed ANY NOT NULL,              -- 0 to 100
    ac_mode ANY NOT NULL,
    humidity_level ANY NOT NULL,         -- percent
    headlights TEXT NOT NULL CHECK (headlights IN ('on', 'off')),
    parking_brake TEXT NOT NULL CHECK (parking_brake IN ('engaged', 'released')),
    parking_brake_force ANY NOT NULL,    -- newtons
    slope_angle ANY NOT NULL,            -- degrees
    brake_pedal TEXT NOT NULL CHECK (brake_pedal IN ('pressed', 'released')),
    brake_pedal_force ANY NOT NULL,      -- newtons, 1000 when fully pressed
    next_vehicle_distance ANY NOT NULL,  -- meters
    cruise TEXT NOT NULL CHECK (cruise IN ('active', 'inactive')),
    destination ANY NOT NULL,
    shape TEXT NOT NULL,                 -- the keys of the scenario document, in order, as JSON
    extra TEXT NOT NULL                  -- its unknown fields, as JSON
) STRICT;

CREATE TABLE door(
    name TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('locked', 'unlocked'))
) STRICT;

CREATE TABLE tire(
    wheel TEXT PRIMARY KEY,
    pressure ANY NOT NULL                -- psi
) STRICT;
