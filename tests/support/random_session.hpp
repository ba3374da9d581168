// Sessions for property tests: random, but such as a library could hold.
#pragma once

#include <tgferry/session.hpp>

#include "support/rng.hpp"

namespace tgferry::test {

/// Every fact is there or not by chance; those in `needs` are always there.
Session random_session(Rng& rng, FieldSet needs = {});

/// Gives the session a random value for one fact, and for what that fact depends on.
void supply(Session& session, Field field, Rng& rng);

}  // namespace tgferry::test
