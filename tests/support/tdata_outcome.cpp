#include "support/tdata_outcome.hpp"

#include <fmt/format.h>

#include "support/keys.hpp"

namespace tgferry::test {

AuthKey key_of(std::uint64_t seed) {
    Rng rng(seed);
    return random_key(rng);
}

std::string summary(const Result<Bundle>& bundle) {
    if (!bundle) return std::string(code_name(bundle.error().code));
    std::string out;
    for (const Session& s : bundle->sessions) {
        out += fmt::format("{}{}@{}{}", out.empty() ? "" : ", ", s.user.id.value_or(0), s.dc,
                           s.test ? " test" : "");
        for (const DcKey& other : s.other_keys) out += fmt::format(" +{}", other.dc);
    }
    for (const LostAccount& lost : bundle->lost) {
        out += fmt::format("; {} lost: {}", lost.position, code_name(lost.error.code));
    }
    std::string codes;
    for (const Warning& warning : bundle->warnings) codes += " " + warning.code;
    return out + (codes.empty() ? "" : ";" + codes);
}

Result<Bundle> read_files(FileMap files, const ReadOptions& options) {
    return read(Source::files(std::move(files)), options);
}
std::string outcome(FileMap files, const ReadOptions& options) {
    return summary(read_files(std::move(files), options));
}
std::string said(FileMap files, const ReadOptions& options) {
    const auto bundle = read_files(std::move(files), options);
    return bundle ? "" : bundle.error().text() + " | " + bundle.error().hint;
}

TdataFolder plain() {
    return one_account(sequence_key());
}
std::string with_auth(const SecretBytes& auth) {
    TdataFolder folder;
    folder.auth(0, auth);
    return outcome(folder.all());
}

FileMap renamed(FileMap files, const std::string& from, const std::string& to) {
    auto node = files.extract(from);
    node.key() = to;
    files.insert(std::move(node));
    return files;
}

}  // namespace tgferry::test
