// The exit codes, stable. `tgferry help exit-codes` prints this list.
#pragma once

#include <array>
#include <string_view>

namespace tgferry::cli {

struct ExitCode {
    int code;
    std::string_view meaning;
};

/// What diff ends with; all others come from an error (exit_code).
inline constexpr int they_differ = 16;

inline constexpr std::array exit_codes = {
    ExitCode{0, "done"},
    ExitCode{1, "a defect of tgferry itself"},
    ExitCode{2, "the command line makes no sense"},
    ExitCode{3, "the input cannot be read"},
    ExitCode{4, "the output cannot be written, or exists"},
    ExitCode{5, "the input is no session of a known format"},
    ExitCode{6, "the input is damaged"},
    ExitCode{7, "the input is of a version that is not read"},
    ExitCode{8, "the passcode, or another secret that opens the input, is missing or wrong"},
    ExitCode{9, "the target needs a fact that the source lacks"},
    ExitCode{10, "something would be lost, and --strict was given"},
    ExitCode{11, "another process uses the session"},
    ExitCode{12, "some of several inputs failed"},
    ExitCode{13, "the network failed"},
    ExitCode{14, "the session is dead or not logged in"},
    ExitCode{15, "the server refused"},
    ExitCode{they_differ, "the two differ (diff)"},
    ExitCode{17, "the input costs too much to read"},
    ExitCode{130, "interrupted"},
};

}  // namespace tgferry::cli
