// The session of gotd (github.com/gotd/td, package session), a JSON object with the names of its Go structs:
//
//   {"Version":1,"Data":{"Config":{...},"DC":2,"Addr":"149.154.167.51:443","AuthKey":BASE64,"AuthKeyID":BASE64,
//    "Salt":int64}}
//
// gotd compares AuthKeyID (SHA1(key)[12:20]) with the key and refuses others. It dials the address that its
// client knows for DC, not Addr. Config is what the server last said of itself (help.getConfig).
#pragma once

#include <string_view>
#include <tgferry/session.hpp>
#include <vector>

#include "core/json.hpp"
#include "formats/format.hpp"

namespace tgferry::formats::gotd {

/// What both formats of it carry.
inline constexpr Carries carries = {.fields = {Field::endpoint, Field::test, Field::salts},
                                    .endpoint = EndpointRule::any,
                                    .test = TestRule::stored};

/// The member Data, an object with an AuthKey in it; null where the document is none of gotd's.
[[nodiscard]] const core::Json* data_of(const core::Json& document);

/// `data` is what data_of() gave. Errors: damaged, not_logged_in.
[[nodiscard]] Result<Session> read_data(const core::Json& data, std::vector<Warning>& warnings);

/// unsupported_version for any other version than 1: gotd takes them for no session at all.
[[nodiscard]] Result<void> check_version(const core::Json& document);

/// The whole document, on one line as gotd writes it. Errors: missing_fact for an address that is none.
[[nodiscard]] Result<SecretText> write_document(const Session& session);

}  // namespace tgferry::formats::gotd
