// Made-up auth keys.
#pragma once

#include <tgferry/secret.hpp>

#include "support/rng.hpp"

namespace tgferry::test {

/// Byte i = i: the key of many vectors.
AuthKey sequence_key();
/// Random, with runs of zeros at the start, at the end or inside, as they break sloppy encoders.
AuthKey random_key(Rng& rng);

}  // namespace tgferry::test
