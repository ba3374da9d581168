// What comes of reading a tdata folder, in one line.
#pragma once

#include <string>
#include <string_view>
#include <tgferry/tgferry.hpp>

#include "support/tdata_folder.hpp"

namespace tgferry::test {

/// "USER@DC" of each account with " test" and " +DC" for each further key, the lost ones, then the codes of
/// the warnings; or the error's code.
std::string summary(const Result<Bundle>& bundle);
Result<Bundle> read_files(FileMap files, const ReadOptions& options = {});
std::string outcome(FileMap files, const ReadOptions& options = {});
/// What the error says, with its file and hint.
std::string said(FileMap files, const ReadOptions& options = {});

/// An account without anything special, and what comes of it.
TdataFolder plain();
inline constexpr std::string_view plain_outcome = "123456789@2";
inline constexpr const char* auth_name = "D877F783D5D3EF8Cs";
/// What comes of a folder whose only account has this auth file.
std::string with_auth(const SecretBytes& auth);

/// A made-up key, another one for each seed.
AuthKey key_of(std::uint64_t seed);
/// The files with one under another name.
FileMap renamed(FileMap files, const std::string& from, const std::string& to);

}  // namespace tgferry::test
