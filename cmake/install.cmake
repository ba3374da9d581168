# What `cmake --install` puts in place: the library, its headers, the program, a CMake package and a .pc file.
include(CMakePackageConfigHelpers)
install(TARGETS tgferry EXPORT tgferry-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS tgferry_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY include/tgferry DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/tgferry)
install(EXPORT tgferry-targets NAMESPACE tgferry:: DESTINATION ${package_dir})
configure_package_config_file(cmake/tgferry-config.cmake.in ${PROJECT_BINARY_DIR}/tgferry-config.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/tgferry-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/tgferry-config.cmake ${PROJECT_BINARY_DIR}/tgferry-config-version.cmake
        DESTINATION ${package_dir})
# Relative, so that the package may be installed or moved anywhere.
file(RELATIVE_PATH prefix_from_pkgconfig ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(cmake/tgferry.pc.in ${PROJECT_BINARY_DIR}/tgferry.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/tgferry.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
