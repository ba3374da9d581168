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

find_program(TGFERRY_CCACHE ccache)
if(TGFERRY_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${TGFERRY_CCACHE})
endif()
