#include "support/tdata_folder.hpp"

#include <algorithm>

#include "crypto/aes_ige.hpp"
#include "crypto/digest.hpp"
#include "formats/tdata/names.hpp"
#include "formats/tdata/qt.hpp"
#include "support/fixtures.hpp"

namespace tgferry::test {
namespace {

namespace tdata = formats::tdata;

Result<void> zeros(std::span<std::uint8_t>) {
    return {};
}

SecretBytes counted(std::size_t size) {
    SecretBytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes.edit()[i] = static_cast<std::uint8_t>(i);
    return bytes;
}

}  // namespace

SecretBytes payload(const Payload& write) {
    core::Writer out;
    write(out);
    return std::move(out).finish();
}

void put_key(core::Writer& out, std::int32_t dc, const AuthKey& key) {
    tdata::put_i32(out, dc);
    out.bytes(key.reveal());
}

SecretBytes auth_block(const Payload& write) {
    return payload([&](core::Writer& out) {
        out.u32_be(0x4b);
        tdata::put_array(out, payload(write).view());
    });
}

SecretBytes wide_account(std::uint64_t user_id, std::int32_t dc, const std::vector<DcKey>& keys) {
    return auth_block([&](core::Writer& out) {
        out.u64_be(UINT64_MAX);
        out.u64_be(user_id);
        tdata::put_i32(out, dc);
        tdata::put_i32(out, static_cast<std::int32_t>(keys.size()));
        for (const DcKey& key : keys) put_key(out, key.dc, key.key);
        tdata::put_i32(out, 0);
    });
}

SecretBytes seal_plain(const tdata::LocalKey& key, std::span<const std::uint8_t> plain) {
    // MTProto 1's derivation with x = 8, once more, since the writer seals only what is well-formed.
    const crypto::Sha1 digest = crypto::sha1({plain});
    const auto mk = std::span(digest).first(16);
    const auto k = key.reveal().subspan(8);
    const auto a = crypto::sha1({mk, k.first(32)});
    const auto b = crypto::sha1({k.subspan(32, 16), mk, k.subspan(48, 16)});
    const auto c = crypto::sha1({k.subspan(64, 32), mk});
    const auto d = crypto::sha1({mk, k.subspan(96, 32)});
    const auto join = [](std::initializer_list<std::span<const std::uint8_t>> parts, auto& out) {
        auto at = out.begin();
        for (const auto part : parts) at = std::copy(part.begin(), part.end(), at);
    };
    const auto of = [](const crypto::Sha1& hash, std::size_t from, std::size_t size) {
        return std::span(hash).subspan(from, size);
    };
    crypto::IgeKey ige;
    join({of(a, 0, 8), of(b, 8, 12), of(c, 4, 12)}, ige.key);
    join({of(a, 8, 12), of(b, 0, 8), of(c, 16, 4), of(d, 0, 8)}, ige.iv);
    core::Writer out;
    out.bytes(mk);
    out.bytes(plain);
    SecretBytes blob = std::move(out).finish();
    crypto::ige_encrypt(ige, blob.edit().subspan(16));
    return blob;
}

TdataFolder::TdataFolder(std::string_view passcode)
    : salt(counted(tdata::salt_size)), key_(*tdata::LocalKey::from(counted(tdata::local_key_size).view())) {
    wrapped_key = *tdata::seal_blob(tdata::LocalKey::derive(passcode, salt.view()), key_.reveal(), zeros);
    accounts({0}, 0);
}

void TdataFolder::accounts(const std::vector<std::int32_t>& indices, std::int32_t active) {
    list = payload([&](core::Writer& out) {
        tdata::put_i32(out, static_cast<std::int32_t>(indices.size()));
        for (const std::int32_t index : indices) tdata::put_i32(out, index);
        tdata::put_i32(out, active);
    });
}

std::string TdataFolder::name_of(std::int32_t index) const {
    return tdata::hashed_name(tdata::account_name(data_name, index));
}

SecretBytes TdataFolder::seal(const SecretBytes& plain) const {
    return *tdata::seal_blob(key_, plain.view(), zeros);
}

void TdataFolder::sealed(const std::string& name, const SecretBytes& plain) {
    const SecretBytes blob = seal(plain);
    const SecretBytes body = payload([&](core::Writer& out) { tdata::put_array(out, blob.view()); });
    files.insert_or_assign(name, tdata::make_container(version, body.view()));
}

void TdataFolder::auth(std::int32_t index, const SecretBytes& plain) {
    sealed(name_of(index) + "s", plain);
}

FileMap TdataFolder::all() const {
    FileMap out = copy_of(files);
    const SecretBytes body = payload([&](core::Writer& body_out) {
        tdata::put_array(body_out, salt.view());
        tdata::put_array(body_out, wrapped_key.view());
        tdata::put_array(body_out, seal(list).view());
    });
    out.insert_or_assign("key_" + data_name + "s", tdata::make_container(version, body.view()));
    return out;
}

TdataFolder one_account(const AuthKey& key, std::string_view passcode) {
    TdataFolder folder(passcode);
    folder.auth(0, wide_account(123456789, 2, {{2, key}}));
    return folder;
}

}  // namespace tgferry::test
