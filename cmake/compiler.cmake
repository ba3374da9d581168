# How every target of the project is compiled. One interface target, so that no target can forget it.
add_library(tgferry_compiler INTERFACE)
target_compile_options(tgferry_compiler INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Wcast-align -Wimplicit-fallthrough -Wmissing-declarations
  -fvisibility=hidden -fstack-protector-strong
  $<$<BOOL:${TGFERRY_WERROR}>:-Werror>
  # GCC 12 sees uninitialised values in every std::optional and std::variant that it inlines half-way.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
if(TGFERRY_SANITIZE)
  target_compile_options(tgferry_compiler INTERFACE -fsanitize=${TGFERRY_SANITIZE} -fno-omit-frame-pointer
                         -fno-sanitize-recover=all)
  target_link_options(tgferry_compiler INTERFACE -fsanitize=${TGFERRY_SANITIZE})
endif()
if(TGFERRY_FUZZ)
  target_compile_options(tgferry_compiler INTERFACE -fsanitize=fuzzer-no-link)
endif()

# What stands between a defect and its use, for what is installed: tests/hardening/check.py reads it off the program.
# Sanitizers bring checks of their own, and fortified calls would hide from them.
add_library(tgferry_hardening INTERFACE)
if(NOT TGFERRY_SANITIZE AND NOT TGFERRY_FUZZ)
  target_compile_options(tgferry_hardening INTERFACE
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS -fstack-clash-protection
    $<$<STREQUAL:${CMAKE_SYSTEM_PROCESSOR},x86_64>:-fcf-protection=full>)
  # Debian's start-up objects carry no mark for CET, so the linker would drop ours: a shadow stack they bear all the same.
  target_link_options(tgferry_hardening INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack
    $<$<STREQUAL:${CMAKE_SYSTEM_PROCESSOR},x86_64>:-Wl,-z,shstk>)
endif()

# Nothing of where it was built goes into what is installed: two builds in two folders are equal.
foreach(pair ${PROJECT_SOURCE_DIR}=. ${PROJECT_BINARY_DIR}=build)
  target_compile_options(tgferry_compiler INTERFACE $<$<CONFIG:Release>:-ffile-prefix-map=${pair}>)
endforeach()

find_program(TGFERRY_CCACHE ccache)
if(TGFERRY_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${TGFERRY_CCACHE})
endif()
