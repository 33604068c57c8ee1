"""Tools of the traveler: logging in, who it is, and what may be spent."""

from __future__ import annotations

from datetime import datetime

from funreason_sim.sim import World

from . import answers as a
from . import desk, facts


def authenticate_travel(
    world: World,
    client_id: a.ClientId,
    client_secret: a.ClientSecret,
    refresh_token: a.RefreshToken,
    grant_type: a.GrantType,
    user_first_name: a.FirstName,
    user_last_name: a.LastName,
) -> a.SignedIn:
    """Log in (sign in, authenticate) to the travel service and get the access token that bookings and payments need.

    Args:
        client_id: Id of the client application, from the user
        client_secret: Secret of the client application, from the user
        refresh_token: Refresh token of the user, from the user
        grant_type: What to be allowed: read_write for everything, read for looking, write for changing
        user_first_name: First name of the traveler who logs in
        user_last_name: Last name (surname) of the traveler who logs in
    """
    token = str(world.integer("token", 100_000, 999_999))
    world.run(
        "UPDATE traveler SET token_expires_in = 2, access_token = ?, token_type = 'Bearer', token_scope = ?, "
        "user_first_name = ?, user_last_name = ?",
        token,
        grant_type,
        user_first_name,
        user_last_name,
    )
    return {"expires_in": 2, "access_token": token, "token_type": "Bearer", "scope": grant_type}


def travel_get_login_status(world: World) -> a.LoginStatus:
    """Check whether somebody is logged in (signed in) to the travel service.

    Reads only.
    """
    (expires_in,) = desk.traveler(world, "token_expires_in")
    return {"status": expires_in is not None and expires_in != 0}


def get_budget_fiscal_year(
    world: World, lastModifiedAfter: a.Moment | None = None, includeRemoved: a.YesNo | None = None
) -> a.FiscalYear:
    """Tell which fiscal year (financial year) the travel budget belongs to.

    Reads only.

    Args:
        lastModifiedAfter: Only years changed after this moment in UTC, such as 2025-03-29T16:12:20; all when left out
        includeRemoved: true to include years that were removed; they are left out by default
    """
    return {"budget_fiscal_year": facts.FISCAL_YEAR}


def verify_traveler_information(
    world: World,
    first_name: a.FirstName,
    last_name: a.LastName,
    date_of_birth: a.BirthDate,
    passport_number: a.Passport,
) -> a.Verified:
    """Verify who the traveler is (identity check): name, adult age and US passport.

    Reads only.

    Args:
        first_name: First name of the traveler
        last_name: Last name (surname) of the traveler
        date_of_birth: Day of birth (birthday), as YYYY-MM-DD
        passport_number: Number of the passport; a US one begins with US
    Refuses:
        other_person: the name is not that of the user
        invalid_birth_date: the day of birth is not written YYYY-MM-DD
        under_age: the traveler is younger than 18
        foreign_passport: the passport was not issued by the United States
    """
    known = desk.traveler(world, "user_first_name", "user_last_name")
    if (first_name, last_name) != known:
        reason = f"Expected {known[0]} {known[1]}, got {first_name} {last_name}"
        world.refuse("other_person", _unverified("Cannot book flight information for another user." + reason))
    if not desk.is_date(date_of_birth):
        world.refuse("invalid_birth_date", _unverified("Invalid date of birth format. Please use YYYY-MM-DD."))
    born, today = datetime.strptime(date_of_birth, "%Y-%m-%d"), world.today
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if age < facts.ADULT:
        world.refuse("under_age", _unverified("Traveler must be at least 18 years old."))
    if not passport_number.startswith(facts.PASSPORT_PREFIX):
        world.refuse("foreign_passport", _unverified("Passport must be issued by the United States."))
    return {"verification_status": True}


def _unverified(reason: str) -> dict[str, object]:
    return {"verification_status": False, "verification_failure": reason}


def set_budget_limit(world: World, access_token: a.AccessToken, budget_limit: a.Dollars) -> a.BudgetSet:
    """Set the travel budget: the spending limit (cap), in US dollars. An access token from logging in is needed first.

    Args:
        access_token: The access token from logging in
        budget_limit: The new limit, in US dollars
    Refuses:
        token_expired: the login has run out
        token_invalid: the access token is not the current one
    """
    desk.require_token(world, access_token)
    limit = float(budget_limit)
    world.run("UPDATE traveler SET budget_limit = ?", limit)
    return {"budget_limit": limit}
