// tgferry: carries Telegram sessions between client libraries. This header is the whole public API.
//
//     auto bundle = tgferry::read(tgferry::Source::path("my.session"));
//     auto text = tgferry::to_string(bundle->active(), "pyrogram-string");
#pragma once

#include <tgferry/api_profile_json.hpp>
#include <tgferry/api_profiles.hpp>
#include <tgferry/batch.hpp>
#include <tgferry/compare.hpp>
#include <tgferry/convert.hpp>
#include <tgferry/dc.hpp>
#include <tgferry/fields.hpp>
#include <tgferry/format.hpp>
#include <tgferry/key_id.hpp>
#include <tgferry/options.hpp>
#include <tgferry/process.hpp>
#include <tgferry/result.hpp>
#include <tgferry/secret.hpp>
#include <tgferry/session.hpp>
#include <tgferry/shape.hpp>
#include <tgferry/source.hpp>
