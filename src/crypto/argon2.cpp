#include "crypto/argon2.hpp"

#include <argon2.h>
#include <fmt/format.h>

namespace tgferry::crypto {

Result<SecretBytes> argon2id(Bytes password, Bytes salt, Argon2Cost cost, std::size_t size) {
    SecretBytes out(size);
    // The library asks for writable input because it can be told to wipe it, which it is not.
    SecretBytes own_password(password);
    SecretBytes own_salt(salt);
    argon2_context context{};
    context.out = out.edit().data();
    context.outlen = static_cast<std::uint32_t>(size);
    context.pwd = own_password.edit().data();
    context.pwdlen = static_cast<std::uint32_t>(own_password.size());
    context.salt = own_salt.edit().data();
    context.saltlen = static_cast<std::uint32_t>(own_salt.size());
    context.t_cost = cost.passes;
    context.m_cost = cost.memory_kib;
    context.lanes = cost.lanes;
    context.threads = 1;
    context.version = ARGON2_VERSION_13;
    context.flags = ARGON2_DEFAULT_FLAGS;
    const int done = argon2_ctx(&context, Argon2_id);  // wipes its memory
    if (done == ARGON2_OK) return out;
    if (done == ARGON2_MEMORY_ALLOCATION_ERROR) {
        return fail(
            ErrorCode::too_costly,
            fmt::format("the passcode takes {} KiB of memory, which are not to be had", cost.memory_kib),
            "close other programs, or give this one more memory");
    }
    return fail(ErrorCode::damaged,
                fmt::format("the cost of the passcode is none that can be: {}", argon2_error_message(done)));
}

}  // namespace tgferry::crypto
