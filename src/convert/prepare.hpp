// From a session to what a target can take: the endpoint it gets, what is lost, what is missing.
#pragma once

#include <memory>
#include <tgferry/convert.hpp>

namespace tgferry::convert {

/// A session ready for a writer. Refers to the given session unless something had to be changed.
class Prepared {
  public:
    /// Errors: missing_fact (with the option that supplies it), lossy (with options.strict).
    [[nodiscard]] static Result<Prepared> make(const Session& session, const Carries& carries,
                                               const WriteOptions& options, std::string_view format);
    [[nodiscard]] const Session& session() const noexcept { return own_ ? *own_ : *given_; }
    LossReport loss{};

  private:
    explicit Prepared(const Session& session) : given_(&session) {}
    [[nodiscard]] Session& edit();
    void resolve_endpoint(const Carries& carries);
    void tell_address(const std::optional<Endpoint>& endpoint);
    [[nodiscard]] bool drop_2fa();
    void drop_nameless(FieldSet carried);
    void drop_partial(FieldSet had, const Carries& carries);

    const Session* given_;
    std::unique_ptr<Session> own_{};
};

}  // namespace tgferry::convert
