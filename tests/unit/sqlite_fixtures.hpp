// The fixtures that are databases, of every format.
#pragma once

#include <algorithm>
#include <string_view>
#include <tgferry/source.hpp>
#include <vector>

#include "support/fixtures.hpp"

namespace tgferry::test {

/// The database itself, of a file or of a pair.
inline SecretBytes& database_in(FileMap& files) {
    return files.at(files.contains(".session") ? ".session" : "");
}

inline std::vector<Fixture> database_fixtures() {
    constexpr std::string_view magic = "SQLite format 3";
    std::vector<Fixture> out;
    for (Fixture& fixture : load_fixtures()) {
        FileMap files = files_of(fixture);
        if (!files.contains("") && !files.contains(".session")) continue;
        const SecretBytes& image = database_in(files);
        if (image.size() < 100 || !std::equal(magic.begin(), magic.end(), image.view().begin())) continue;
        out.push_back(std::move(fixture));
    }
    return out;
}

/// A copy that is not said to have a write-ahead log, which memory has no place for.
inline SecretBytes without_log(const SecretBytes& image) {
    SecretBytes plain = image.copy();
    plain.edit()[18] = plain.edit()[19] = 1;
    return plain;
}

}  // namespace tgferry::test
