// Runs a program, stops it at its very end, and looks for pieces of keys in its memory.
//
//     tgferry_look KEYS REPORT PROGRAM [ARGUMENT...]      KEYS: a file with keys in hex, one a line
//
// A run of 16 bytes of a key counts, as it stands, in hex (either case), and in base64 (either alphabet, each
// of the three positions that a byte can have in a group of four letters). Writes into the file REPORT what
// it found, a line each: "FORM at ADDRESS in MAPPING". Exit status: the program's where nothing was found, 98
// where something was, 99 where it could not look.
#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace {

constexpr int found_something = 98, cannot_look = 99;
constexpr std::size_t run = 16;  ///< bytes of a key that must not be found side by side

/// A way in which a key can lie in memory, and how many of its letters show `run` bytes of the key.
struct Form {
    std::string name;
    std::string text;
    std::size_t telling;
};

std::string hex(std::string_view bytes, const char* digits) {
    std::string out;
    for (const char c : bytes) {
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

/// Whole groups of three only: what stands at the ends depends on the neighbours.
std::string base64(std::string_view bytes, const char* last_two) {
    std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    letters += last_two;
    std::string out;
    for (std::size_t i = 0; i + 3 <= bytes.size(); i += 3) {
        const auto at = [&](std::size_t k) {
            return std::uint32_t{static_cast<unsigned char>(bytes[i + k])};
        };
        const std::uint32_t group = at(0) << 16 | at(1) << 8 | at(2);
        for (const int shift : {18, 12, 6, 0}) out += letters[group >> shift & 63];
    }
    return out;
}

std::string from_hex(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i + 2 <= text.size(); i += 2) {
        out += static_cast<char>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16));
    }
    return out;
}

void add_forms(std::string_view key, std::vector<Form>& forms) {
    forms.push_back({"raw", std::string(key), run});
    forms.push_back({"hex", hex(key, "0123456789abcdef"), 2 * run});
    forms.push_back({"HEX", hex(key, "0123456789ABCDEF"), 2 * run});
    for (const std::size_t skipped : {0U, 1U, 2U}) {
        const std::string_view rest = key.substr(skipped);
        // 16 bytes fill at least four groups of three: sixteen letters.
        forms.push_back({"base64", base64(rest, "+/"), 16});
        forms.push_back({"base64url", base64(rest, "-_"), 16});
    }
}

/// Finds pieces of eight letters at every eighth place of a form, then asks how far each reaches.
class Search {
  public:
    explicit Search(std::vector<Form> forms) : forms_(std::move(forms)) {
        for (std::size_t f = 0; f < forms_.size(); ++f) {
            for (std::size_t at = 0; at + 8 <= forms_[f].text.size(); at += 8) {
                const std::uint64_t piece = load(forms_[f].text.data() + at);
                const auto same = static_cast<std::uint8_t>(piece);
                if (piece == same * 0x0101010101010101U) continue;  // a run of one byte is everywhere
                pieces_.emplace(piece, Place{f, at});
                filter_[piece % filter_.size()] = true;
            }
        }
    }

    void look(std::string_view memory, std::uint64_t base, const std::string& mapping,
              std::vector<std::string>& found) const {
        for (std::size_t i = 0; i + 8 <= memory.size(); ++i) {
            const std::uint64_t piece = load(memory.data() + i);
            if (!filter_[piece % filter_.size()]) continue;
            const auto [first, last] = pieces_.equal_range(piece);
            for (auto it = first; it != last; ++it) {
                const Form& form = forms_[it->second.form];
                if (reach(memory, i, form.text, it->second.at) < form.telling) continue;
                std::ostringstream line;
                line << form.name << " at 0x" << std::hex << base + i << " in " << mapping;
                found.push_back(line.str());
                i += 7;
                break;
            }
        }
    }

  private:
    struct Place {
        std::size_t form;
        std::size_t at;
    };
    static std::uint64_t load(const char* at) {
        std::uint64_t value = 0;
        std::memcpy(&value, at, sizeof value);
        return value;
    }
    /// How many letters around a piece agree.
    static std::size_t reach(std::string_view memory, std::size_t i, std::string_view text, std::size_t at) {
        std::size_t before = 0, behind = 8;
        while (before < i && before < at && memory[i - before - 1] == text[at - before - 1]) ++before;
        while (i + behind < memory.size() && at + behind < text.size() &&
               memory[i + behind] == text[at + behind])
            ++behind;
        return before + behind;
    }

    std::vector<Form> forms_;
    std::unordered_multimap<std::uint64_t, Place> pieces_;
    std::vector<bool> filter_ = std::vector<bool>(std::size_t{1} << 16);
};

/// Everything that the process can write, and what it has mapped without a file. False where it cannot be
/// read.
bool look_at(pid_t process, const Search& search, std::vector<std::string>& found) {
    const std::string folder = "/proc/" + std::to_string(process);
    const int memory = ::open((folder + "/mem").c_str(), O_RDONLY | O_CLOEXEC);
    std::ifstream maps(folder + "/maps");
    std::size_t seen = 0;
    for (std::string line; std::getline(maps, line);) {
        std::uint64_t from = 0, to = 0;
        std::array<char, 8> mode{};
        if (std::sscanf(line.c_str(), "%lx-%lx %7s", &from, &to, mode.data()) != 3) continue;
        if (mode[0] != 'r' || mode[1] != 'w') continue;
        std::string bytes(to - from, '\0');
        const ssize_t got = ::pread(memory, bytes.data(), bytes.size(), static_cast<off_t>(from));
        if (got != static_cast<ssize_t>(bytes.size())) return false;
        seen += bytes.size();
        search.look(bytes, from, line.substr(line.find_last_of(' ') + 1), found);
    }
    ::close(memory);
    return seen > 0;
}

/// Follows the program to its exit, and looks there. Gives its exit status, or cannot_look.
int follow(pid_t process, const Search& search, std::vector<std::string>& found) {
    int status = 0;
    if (::waitpid(process, &status, 0) != process || !WIFSTOPPED(status)) return cannot_look;
    if (::ptrace(PTRACE_SETOPTIONS, process, nullptr, PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL) != 0)
        return cannot_look;
    bool looked = false;
    int signal = 0;
    while (true) {
        if (::ptrace(PTRACE_CONT, process, nullptr, signal) != 0) return cannot_look;
        if (::waitpid(process, &status, 0) != process) return cannot_look;
        if (WIFEXITED(status)) return looked ? WEXITSTATUS(status) : cannot_look;
        if (WIFSIGNALED(status)) return cannot_look;
        const bool at_exit = status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8);
        if (at_exit) looked = look_at(process, search, found);
        signal = at_exit ? 0 : WSTOPSIG(status);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) return 2;
    std::vector<Form> forms;
    std::ifstream keys(argv[1]);
    for (std::string line; std::getline(keys, line);) add_forms(from_hex(line), forms);
    if (forms.empty()) return 2;
    const Search search(std::move(forms));
    const pid_t process = ::fork();
    if (process == 0) {
        ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
        ::execv(argv[3], argv + 3);
        ::_exit(127);
    }
    std::vector<std::string> found;
    const int status = process > 0 ? follow(process, search, found) : cannot_look;
    std::ofstream report(argv[2]);
    for (const std::string& line : found) report << line << '\n';
    return status != cannot_look && !found.empty() ? found_something : status;
}
