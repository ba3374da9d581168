// Where in a longer text something stands that may be a session string: code, a .env file, a message, a mail.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <tgferry/secret.hpp>

namespace tgferry::core {

/// No session string has fewer characters, and none more.
inline constexpr std::size_t shortest_token = 300, longest_token = std::size_t{64} * 1024;

/// A run of characters of base64.
struct Token {
    SecretText text{};
    std::string name{};    ///< what stands before it as its name, as in NAME=value; empty where nothing does
    bool wrapped = false;  ///< it went on over lines
};

/// Hands over every run that may be a session string, and takes true for "it is one". Runs that fill lines
/// may be one that was wrapped: they are handed over joined where none of them is one by itself. Escapes must
/// have been undone. The work is linear in the text's size.
void each_token(std::string_view text, const std::function<bool(Token)>& is_session);

}  // namespace tgferry::core
