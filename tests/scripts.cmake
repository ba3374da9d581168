# Tests that are programs of other kinds: scripts, builds against the installed package, the real libraries.
set(tests_dir ${PROJECT_SOURCE_DIR}/tests)
set(program $<TARGET_FILE:tgferry_program>)

# A script in Python; the rest of the arguments are its own.
function(add_script_test name label script)
  add_test(NAME ${name} COMMAND ${Python3_EXECUTABLE} ${tests_dir}/${script} ${ARGN})
  set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT 300 SKIP_RETURN_CODE 77)
endfunction()

add_script_test(layering checks layering/check.py ${PROJECT_SOURCE_DIR})
add_script_test(layering.self checks layering/check.py --self)

# Command-line scenarios, one test per file.
if(EXISTS ${tests_dir}/cli/run.py)
  file(GLOB scenarios CONFIGURE_DEPENDS ${tests_dir}/cli/scenarios/*.txt)
  foreach(scenario IN LISTS scenarios)
    get_filename_component(name ${scenario} NAME_WE)
    add_script_test(cli.${name} cli cli/run.py --program ${program} ${scenario})
  endforeach()
  add_script_test(cli.selftest cli cli/selftest.py)
endif()

# The real libraries as judges, one test per peer. Most of the time goes into starting them.
if(EXISTS ${tests_dir}/interop/run.py)
  set(peers telethon telethon-1.42 pyrogram kurigram pyrofork hydrogram opentele2 opentele2-1.2 tgconvertor
            tgconvertor-0.1 gramjs teleproto mtcute gramjs-sqlitesession node-localstorage opentele androidteleporter
            gotd gotd-session gotgproto gogram
            grammers grammers-0.8 grammers-0.7 hermes-tdata tdlib web telethon2 wtelegramclient
            telethon-session-sqlalchemy
            telegram-desktop telegram-desktop.judge)
  foreach(peer IN LISTS peers)
    add_script_test(interop.${peer} interop interop/run.py ${peer})
    set_tests_properties(interop.${peer} PROPERTIES TIMEOUT 900 ENVIRONMENT TGFERRY=${program})
  endforeach()
  # It is typed into, key by key, and a busy machine loses some.
  set_tests_properties(interop.telegram-desktop PROPERTIES RUN_SERIAL TRUE)
endif()

# Every command of the documentation is run.
add_script_test(docs.commands docs docs/run.py --program ${program})
add_script_test(docs.selftest docs docs/selftest.py)
add_script_test(docs.judges docs docs/judges.py)
add_script_test(docs.tables docs docs/tables.py --program ${program})

# The installed package, used from a project of its own. Sanitizers would have to be linked there too.
if(NOT TGFERRY_SANITIZE)
  add_script_test(package.cmake package consumer/run.py cmake ${PROJECT_BINARY_DIR} ${CMAKE_CXX_COMPILER})
  add_script_test(package.pkgconfig package consumer/run.py pkgconfig ${PROJECT_BINARY_DIR} ${CMAKE_CXX_COMPILER})

  # The converter opens no socket. A program that does is there to prove that the look would see it.
  add_executable(tgferry_opens_socket offline/opens_socket.cpp)
  add_script_test(offline.symbols checks offline/check.py ${program} $<TARGET_FILE:tgferry>)
  add_script_test(offline.symbols-can-fail checks offline/check.py --must-fail $<TARGET_FILE:tgferry_opens_socket>)
endif()

# What protects the program is in its file, and a program without protection is found out.
if(NOT TGFERRY_SANITIZE)
  add_executable(tgferry_bare hardening/bare.cpp)
  target_compile_options(tgferry_bare PRIVATE -fno-stack-protector -fcf-protection=none -fno-stack-clash-protection)
  target_link_options(tgferry_bare PRIVATE -no-pie -Wl,-z,norelro,-z,lazy)
  set_target_properties(tgferry_bare PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  add_script_test(hardening checks hardening/check.py ${program})
  add_script_test(hardening.can-fail checks hardening/check.py --must-fail $<TARGET_FILE:tgferry_bare>)
  add_script_test(spdx checks spdx/check.py ${program} ${PROJECT_VERSION})
  # One room here, all of it in `./dev soak`.
  add_test(NAME reproducible COMMAND ${PROJECT_SOURCE_DIR}/scripts/reproducible.sh crypto)
  set_tests_properties(reproducible PROPERTIES LABELS checks TIMEOUT 600)
endif()

find_program(CLANG_FORMAT clang-format-19)
if(CLANG_FORMAT)
  add_test(NAME format COMMAND ${PROJECT_SOURCE_DIR}/scripts/format.sh --check)
  set_tests_properties(format PROPERTIES LABELS checks TIMEOUT 120)
endif()

# Each step of a write as the last one. Sanitizers want to be preloaded first themselves.
if(NOT TGFERRY_SANITIZE)
  add_library(tgferry_fault_shim MODULE faults/shim.cpp)
  target_link_libraries(tgferry_fault_shim PRIVATE ${CMAKE_DL_LIBS})
  set_target_properties(tgferry_fault_shim PROPERTIES PREFIX "")
  set(faults faults/run.py --program ${program} --shim $<TARGET_FILE:tgferry_fault_shim>)
  foreach(case telethon-sqlite telethon-sqlite-forced telethon-sqlite-old-disk telethon-sqlite-forced-old-disk
          session-json session-json-forced session-json-forced-named session-json-old-disk
          tdata tdata-forced tdata-old-disk added-account added-account-old-disk
          batch-telethon-sqlite recovered-source)
    add_script_test(faults.${case} faults ${faults} ${case})
  endforeach()
  add_script_test(faults.some-of-every-format faults ${faults} --some 3 --seconds 120)
endif()

# Nothing of a key is left in memory at the program's end. Sanitizers keep what was freed.
if(NOT TGFERRY_SANITIZE)
  add_executable(tgferry_look traces/look.cpp)
  add_executable(tgferry_keeps_a_key traces/keeps_a_key.cpp)
  foreach(tool tgferry_look tgferry_keeps_a_key)
    target_compile_options(${tool} PRIVATE -O2)
  endforeach()
  add_script_test(traces checks traces/run.py --program ${program} --look $<TARGET_FILE:tgferry_look>)
  add_script_test(traces.self checks traces/run.py --program ${program} --look $<TARGET_FILE:tgferry_look>
                  --self $<TARGET_FILE:tgferry_keeps_a_key>)
endif()
