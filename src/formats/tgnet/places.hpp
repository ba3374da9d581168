// Where Telegram for Android keeps the files of an account, below the folder that is its own:
//
//   files/tgnet.dat            shared_prefs/userconfing.xml (sic)     the first account
//   files/account1/tgnet.dat   shared_prefs/userconfig1.xml           the second, and so on
//
// The input may be that folder, files/ or account1/ in it, or one tgnet.dat, also copied out of it with the
// preferences beside it.
#pragma once

#include <optional>
#include <string>
#include <tgferry/secret.hpp>
#include <vector>

#include "io/input.hpp"

namespace tgferry::formats::tgnet {

struct Place {
    std::size_t number = 0;     ///< as the application counts, from 0
    std::string file{};         ///< tgnet.dat as a member; empty where the input is that file
    std::string preferences{};  ///< relative to the input
};

/// The accounts that have a tgnet.dat; one for an input that is a file. Empty where the folder is none of the
/// application's.
[[nodiscard]] std::vector<Place> places_in(const io::Input& input);

/// The preferences of an account; nothing where they were not copied, or are too large to be such.
[[nodiscard]] std::optional<SecretBytes> preferences_at(const io::Input& input, const Place& place);

}  // namespace tgferry::formats::tgnet
